#!/bin/sh
# Runs at the end of an installation and of an update (%post). It takes the place of the packer's own script and does
# what that does, but for the link in the PATH, which the package brings as a file. The packer takes a dollar sign with
# letters in braces for one of its macros.

defaults=/etc/sysconfig/candor-finder
folder=/var/lib/candor-finder
choice=$folder/installer-choice.json
status=0

# Whatever the mask of whoever installs.
umask 022

# Whether root alone can change what a path leads to: it and each folder above it is root's, closed to group and others,
# and no link. From the top down, so that what has been looked at stays. The other package has the same lines.
guarded() (
  [ "$1" = / ] || guarded "$(dirname "$1")" || exit 1
  ls -ldn "$1" | {
    read -r mode _ owner _
    case $mode in [d-]????-??-*) [ "$owner" = 0 ] ;; *) exit 1 ;; esac
  }
)

# What the last line CEIP=… says, with or without quotes as is the custom there. The file is read, never run. Editors of
# Windows put a mark of three bytes in front.
configured() {
  [ -f "$defaults" ] || return 0
  head -c 65536 "$defaults" | LC_ALL=C tr -d '\000\273\277\357\376\377' |
    sed -n -e 's/[[:space:]]*$//' -e "s/^[[:space:]]*CEIP=\([\"']\{0,1\}\)\(.*\)\1\$/\2/p" | tail -n 1
}

# The app reads the old file or the new one, never half of it. /etc/candor-finder is the administrators', not ours. Into
# a folder that others may change nothing is written, because they could lead root elsewhere.
write_choice() {
  [ -d "$folder" ] || mkdir -p "$folder" || return 1
  guarded "$folder" || return 1
  # Into a folder, mv would move.
  [ ! -d "$choice" ] || return 1
  building=$(mktemp -d "$folder/.installer-choice.XXXXXX") || return 1
  printf '{"participation":"%s"}\n' "$1" >"$building/new" && chmod 0644 "$building/new" &&
    mv -f "$building/new" "$choice" || { rm -rf "$building"; return 1; }
  rmdir "$building"
}

value=$(configured)
case $value in
  ask | no)
    if ! write_choice "$value"; then
      echo "candor-finder: $choice could not be written, or others may change what is above it; CEIP=$value of $defaults does not hold" >&2
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
    install -m 0644 "$source" /etc/apparmor.d/candor-finder
    apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/candor-finder || true
  fi
fi

# Chromium's second way to a sandbox is a helper with root's rights: only where ordinary users get no namespaces.
helper='/opt/Candor Finder/chrome-sandbox'
if [ -f "$helper" ]; then
  if ! guarded "$helper"; then
    echo "candor-finder: $helper has a link or a folder above it that others may change; its rights stay as they are" >&2
  elif setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
    chmod 0755 "$helper"
  else
    chmod 4755 "$helper"
  fi
fi

exit $status
