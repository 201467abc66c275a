"""A transformer with a linear layer over the mean of its tokens' vectors."""

import torch


class MeanPooled(torch.nn.Module):
    """`encoder` is a transformers model whose first output holds a vector for each token."""

    def __init__(self, encoder: torch.nn.Module, outputs: int) -> None:
        """The layer starts at nothing: every logit is its bias."""
        super().__init__()
        self.encoder = encoder
        self.head = torch.nn.Linear(int(encoder.config.hidden_size), outputs)  # type: ignore[union-attr,arg-type]
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.constant_(self.head.bias, -3.0)  # most texts belong to no class

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, **_: torch.Tensor
    ) -> torch.Tensor:
        """Logits of shape (texts, outputs)."""
        tokens = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask[:, :, None].to(tokens.dtype)
        mean = (tokens * mask).sum(dim=1) / mask.sum(dim=1)
        # As the encoder was trained: directions count, and 384 numbers of length 1 are small.
        logits: torch.Tensor = self.head(10 * torch.nn.functional.normalize(mean, dim=1))
        return logits
