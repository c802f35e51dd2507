#!/bin/sh
# Runs when the files of a version are gone (%postun): with 1 or more when an update has put another in its place, and
# with 0 when the package is gone for good. What is in /etc stays: rpm sees to /etc/sysconfig/candor-finder, and the
# policy in /etc/candor-finder is the administrators'.

[ "$1" = 0 ] || exit 0

folder=/var/lib/candor-finder
# A link is an administrator's, and so is what it leads to.
if [ -d "$folder" ] && [ ! -L "$folder" ]; then
  rm -f "$folder/installer-choice.json"
  rm -rf "$folder"/.installer-choice.??????
  rmdir "$folder" 2>/dev/null || true
fi

if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || true
fi

profile=/etc/apparmor.d/candor-finder
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null && apparmor_status --enabled >/dev/null 2>&1; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

exit 0
