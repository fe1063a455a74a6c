#!/bin/sh
# Print the path of a Chromium: $CHROMIUM, one on PATH, Debian's package, or Playwright's own.
# usage: get_chromium.sh FOLDER_OF_VENV_PROGRAMS
set -u
if [ -n "${CHROMIUM:-}" ]; then echo "$CHROMIUM"; exit 0; fi
on_path() {
  for name in chromium chromium-browser google-chrome; do command -v "$name" && return 0; done
  return 1
}
on_path && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq chromium; } >&2 && on_path && exit 0
fi
"$1/playwright" install chromium >&2 || {
  echo "No Chromium. Install one, or set CHROMIUM to its path." >&2; exit 2; }
"$1/python" -c 'from playwright.sync_api import sync_playwright as p
with p() as w: print(w.chromium.executable_path)'
