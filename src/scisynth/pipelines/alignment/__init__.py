"""Two-stage alignment: SFT, then online fine-tuning by DPO; its configs, data, evaluation, cost and report."""
