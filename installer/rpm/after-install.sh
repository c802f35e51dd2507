#!/bin/sh
# Runs at the end of an installation and of an update (%post). It takes the place of the packer's own script and does
# what that does, but for the link in the PATH, which the package brings as a file. The packer takes a dollar sign with
# letters in braces for one of its macros.

defaults=/etc/sysconfig/candor-finder
folder=/var/lib/candor-finder
choice=$folder/installer-choice.json
status=0

# What the last line CEIP=… says, with or without quotes as is the custom there. The file is read, never run.
configured() {
  [ -f "$defaults" ] || return 0
  sed -n -e 's/[[:space:]]*$//' -e "s/^[[:space:]]*CEIP=\([\"']\{0,1\}\)\(.*\)\1\$/\2/p" "$defaults" | tail -n 1
}

# The app reads the old file or the new one, never half of it. /etc/candor-finder is the administrators', not ours.
write_choice() {
  # Into a folder, mv would move.
  [ ! -d "$choice" ] || return 1
  mkdir -p "$folder" && chmod 0755 "$folder" || return 1
  new=$(mktemp "$choice.XXXXXX") || return 1
  if printf '{"participation":"%s"}\n' "$1" >"$new" && chmod 0644 "$new" && mv -f "$new" "$choice"; then
    return 0
  fi
  rm -f "$new"
  return 1
}

value=$(configured)
case $value in
  ask | no)
    if ! write_choice "$value"; then
      echo "candor-finder: $choice could not be written; CEIP=$value of $defaults does not hold" >&2
      status=1
    fi
    ;;
  '') ;; # Nothing is said: what was chosen before, if anything, still holds.
  *) echo "candor-finder: CEIP in $defaults is neither \"ask\" nor \"no\"; nothing is changed" >&2 ;;
esac

if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || true
fi

# Where AppArmor forbids user namespaces, and so Chromium's sandbox, but for programs with a profile. AppArmor before
# version 4 needs none and does not understand it.
source='/opt/Candor Finder/resources/apparmor-profile'
if [ -f "$source" ] && command -v apparmor_parser >/dev/null && apparmor_status --enabled >/dev/null 2>&1; then
  if apparmor_parser --skip-kernel-load --debug "$source" >/dev/null 2>&1; then
    cp -f "$source" /etc/apparmor.d/candor-finder
    apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/candor-finder || true
  fi
fi

# Chromium's second way to a sandbox is a helper with root's rights: only where ordinary users get no namespaces.
helper='/opt/Candor Finder/chrome-sandbox'
if [ -f "$helper" ]; then
  if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
    chmod 0755 "$helper"
  else
    chmod 4755 "$helper"
  fi
fi

exit $status
