#!/bin/bash
# What the launcher sees of a fake browser: a process with Chromium's flags. What the browser does
# is done by the test that holds the other end of the connection; without it this one ends.
if [ "$1" = --version ]; then
  echo 'Chromium 156.0.1.2'
  exit
fi
exec 3<>/dev/tcp/127.0.0.1/@PORT@
trap 'echo term >&3' TERM
printf '%s\n' "$$" "$TMPDIR" "$@" '' >&3
IFS= read -r -u 3 address || exit 1
echo "DevTools listening on $address" >&2
while IFS= read -r -u 3 word; do
  [ "$word" = exit ] && exit 0
done
exit 1
