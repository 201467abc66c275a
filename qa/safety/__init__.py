"""Reading a message for danger: rules that clinicians can edit, and a model trained on messages.

`plain` makes a message readable, `phrases` finds a rule's patterns in it, `status` tells whether
what was found is present or denied, past or only asked about, `model` reads the whole message,
`reader` decides.
"""
