# The page with the checkbox. See participation.nsh.

!include "nsDialogs.nsh"

Var ceipBoxHandle

# After the folder was chosen, before anything is copied. The template has just set MUI_PAGE_CUSTOMFUNCTION_PRE for the
# page that follows this one, and MUI's page macros would use it up: so a plain page.
!macro customPageAfterChangeDir
  Page custom ceipPageShow ceipTakeAnswer

  Function ceipPageShow
    # An update that goes by itself asks nothing.
    ${If} ${isUpdated}
      Abort
    ${EndIf}

    !insertmacro MUI_HEADER_TEXT "$(ceipName)" "$(ceipSubtitle)"
    nsDialogs::Create 1018
    Pop $0

    # The page measures 300 by 140 units.
    ${NSD_CreateLabel} 0u 0u 300u 32u "$(ceipIntroduction)"
    Pop $0
    ${NSD_CreateCheckbox} 0u 36u 300u 12u "$(ceipBox)"
    Pop $ceipBoxHandle
    StrCpy $0 "$(ceipUntickedUser)"
    ${If} $installMode == "all"
      StrCpy $0 "$(ceipUntickedAll)"
    ${EndIf}
    ${NSD_CreateLabel} 12u 51u 288u 42u "$(ceipTicked)$\r$\n$0"
    Pop $0
    ${NSD_CreateLink} 0u 98u 120u 12u "$(ceipNotice)"
    Pop $0
    ${NSD_OnClick} $0 ceipShowNotice

    # What was said in this run, else what an earlier one has left behind, else as delivered: ticked.
    StrCpy $R0 $ceipAnswer
    ${If} $R0 == ""
      Call ceipRemembered
    ${EndIf}
    ${If} $R0 != "no"
      ${NSD_Check} $ceipBoxHandle
    ${EndIf}
    # At each click, too, so that going back and forth does not lose it.
    ${NSD_OnClick} $ceipBoxHandle ceipBoxClicked

    nsDialogs::Show
  FunctionEnd

  Function ceipBoxClicked
    Pop $0
    Call ceipTakeAnswer
  FunctionEnd

  Function ceipTakeAnswer
    ${NSD_GetState} $ceipBoxHandle $0
    StrCpy $ceipAnswer "no"
    ${If} $0 = ${BST_CHECKED}
      StrCpy $ceipAnswer "ask"
    ${EndIf}
  FunctionEnd

  # The notice of this very version, out of the installer: it needs no network, and nobody learns of the click.
  Function ceipShowNotice
    Pop $0
    InitPluginsDir
    ${If} $LANGUAGE = 1040
      File "/oname=$PLUGINSDIR\privacy.txt" "${CEIP_SOURCES}\..\..\docs\privacy.it.md"
    ${Else}
      File "/oname=$PLUGINSDIR\privacy.txt" "${CEIP_SOURCES}\..\..\docs\privacy.md"
    ${EndIf}
    ExecShell "open" "$PLUGINSDIR\privacy.txt"
  FunctionEnd
!macroend
