"""What sources share that ask a system over the network: asking, paging, keeping what was read."""
