#!/bin/sh
# Text to cells with both maps, from a shell:  sh demo.sh "Il totale è 12,50 €"
# A message is its length in bytes, an empty line, and JSON; quotes in the text would need escapes.
message() { printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$1" | wc -c)" "$1"; }
{
    message '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":"1.0"}}'
    message "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"translate\",\"params\":{\"text\":\"$1\"}}"
} | brailledesk serve --stdio | grep -ao '"cells":"[^"]*"' | tail -n 1
