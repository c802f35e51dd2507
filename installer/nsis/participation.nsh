# The installer's part in the Customer Experience Improvement Program, for electron-builder's assisted installer
# (nsis.include, oneClick: false). One checkbox decides whether people are asked; ticked is never a consent.
#
# The answer is the file installer-choice.json, where main/surroundings.ts of the app looks for it:
#   for all users  %PROGRAMDATA%\Candor Finder, which outranks
#   for one user   %APPDATA%\Candor Finder, Electron's userData: it is named after package.json's productName
# It stands outside of $INSTDIR, which an update replaces. No file is the same as "ask".
#
# Unattended: /CEIP=1 asks, /CEIP=0 is a No, anything else leaves things as they are. The uninstaller keeps the choice
# unless a person says otherwise, or /CEIP-FORGET does.

!include "LogicLib.nsh"
!include "FileFunc.nsh"

# Here and not where it is used: inside of a macro it would name the folder of whoever inserts the macro.
!define CEIP_SOURCES "${__FILEDIR__}"
!include "${CEIP_SOURCES}\participation-messages.nsh"

!define CEIP_FOLDER "Candor Finder"
!define CEIP_FILE "installer-choice.json"
# Our own, because 1 and 2 are NSIS's for an installation that was cancelled or has failed.
!define CEIP_ERROR_LEVEL 3

# The folder of the choice in an install mode, "all" or "CurrentUser". Leaves the shell context as it stands for $installMode.
!macro ceipFolder MODE RESULT
  ${If} ${MODE} == "all"
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
  StrCpy ${RESULT} "$APPDATA\${CEIP_FOLDER}"
  ${If} $installMode == "all"
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
!macroend

# All functions are in macros: this file comes before the template, which only then declares $installMode.
!ifdef BUILD_UNINSTALLER
  !include "${CEIP_SOURCES}\participation-uninstall.nsh"
!else
  !include "${CEIP_SOURCES}\participation-install.nsh"
!endif
