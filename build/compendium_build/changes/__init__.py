"""What changed, as people are told it: 修改对照表, tracked changes, 修改情况说明."""
