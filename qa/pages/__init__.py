"""What people see: the page, its words, the articles as pages, and the door they come through."""
