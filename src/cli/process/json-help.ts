/** The help of `--json`, except for `ohem train`, which may end without a document. */
export const jsonHelp = "write one JSON document to stdout; ohem help json lists its fields";
