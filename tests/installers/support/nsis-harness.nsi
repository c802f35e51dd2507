# Plays the part of electron-builder's assisted installer (app-builder-lib/templates/nsis) around the product's own
# include, where its plugins cannot be had: the same order of includes, the same hooks, the same variables, built twice
# as there, first with BUILD_UNINSTALLER to get the uninstaller, then with that inside. It installs two files.
#
# -DPARTICIPATION=the include, -DOUTPUT=the installer, -DUNINSTALLER=the uninstaller (written by the first, put into the
# second); what all of it says in the window's title: -DPRODUCT_NAME.

Target amd64-unicode
Unicode true
SetCompress off

# --- What electron-builder puts in front of its template: the switches, the languages, and then our include.

!include "LogicLib.nsh"
!include "FileFunc.nsh"

!macro _isUpdated _a _b _t _f
  ${GetParameters} $R9
  ClearErrors
  ${GetOptions} $R9 "--updated" $R9
  IfErrors `${_f}` `${_t}`
!macroend
!define isUpdated `"" isUpdated ""`

!macro addLangs
  !insertmacro MUI_LANGUAGE "English"
  !insertmacro MUI_LANGUAGE "Italian"
!macroend

!include "${PARTICIPATION}"

# --- installer.nsi

Name "${PRODUCT_NAME}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
ShowInstDetails nevershow
InstallDir "${INSTALLED}"
BrandingText "${PRODUCT_NAME}"

!include "MUI2.nsh"

Var installMode

# multiUser.nsh: the mode comes from the switches here, and there from a page, too.
!macro initMultiUser
  StrCpy $installMode "CurrentUser"
  SetShellVarContext current
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/allusers" $R1
  ${IfNot} ${Errors}
    StrCpy $installMode "all"
    SetShellVarContext all
  ${EndIf}
!macroend

# assistedInstaller.nsh
AutoCloseWindow true
!ifndef BUILD_UNINSTALLER
  !ifdef WITH_WELCOME_PAGE
    !insertmacro MUI_PAGE_WELCOME
  !endif
  !ifmacrodef customPageAfterChangeDir
    !insertmacro customPageAfterChangeDir
  !endif
  !insertmacro MUI_PAGE_INSTFILES
!else
  SilentInstall silent
  !insertmacro MUI_UNPAGE_INSTFILES
!endif

!insertmacro addLangs

!ifmacrodef customHeader
  !insertmacro customHeader
!endif

Function .onInit
  !ifdef BUILD_UNINSTALLER
    WriteUninstaller "${UNINSTALLER}"
    SetErrorLevel 0
    Quit
  !else
    # Windows decides by the language of the system, which the tests cannot change.
    ${GetParameters} $R0
    ${GetOptions} $R0 "/LANGUAGE=" $R1
    ${If} $R1 != ""
      StrCpy $LANGUAGE $R1
    ${EndIf}
    !insertmacro initMultiUser
    !ifmacrodef customInit
      !insertmacro customInit
    !endif
  !endif
FunctionEnd

Section "install"
  !ifndef BUILD_UNINSTALLER
    SetOutPath $INSTDIR
    File "/oname=uninstall.exe" "${UNINSTALLER}"
    File "/oname=app.exe" "${UNINSTALLER}"
    !ifmacrodef customInstall
      !insertmacro customInstall
    !endif
  !endif
SectionEnd

!ifdef BUILD_UNINSTALLER
  Function un.onInit
    !insertmacro initMultiUser
  FunctionEnd

  Section "un.Uninstall"
    SetAutoClose true
    !ifmacrodef customUnInstall
      !insertmacro customUnInstall
    !endif
    RMDir /r $INSTDIR
    # What the rest of the template does must still find the registry and the folders of its install mode.
    WriteRegStr SHELL_CONTEXT "Software\${PRODUCT_NAME} Harness" "uninstalled" $installMode
  SectionEnd
!endif
