# The uninstaller keeps the choice, unless it is asked not to. See participation.nsh.

!macro customUnInstall
  # The uninstaller of the version that an update replaces must not ask, and must leave everything behind.
  ${IfNot} ${isUpdated}
    Call un.ceipOfferToForget
  ${EndIf}
!macroend

!macro customHeader
  Function un.ceipOfferToForget
    Push $R0
    Push $R1
    Push $R2
    !insertmacro ceipFolder $installMode $R0
    # A link in ProgramData may be anybody's: nothing is deleted through it. FILE_ATTRIBUTE_REPARSE_POINT.
    StrCpy $R1 0
    ${If} $installMode == "all"
      System::Call 'kernel32::GetFileAttributesW(w R0) i .R1'
      IntOp $R1 $R1 & 0x400
    ${EndIf}
    ${If} $R1 = 0
    ${AndIf} ${FileExists} "$R0\${CEIP_FILE}"
      StrCpy $R2 "keep"
      ${GetParameters} $R1
      ClearErrors
      ${GetOptions} $R1 "/CEIP-FORGET" $R1
      ${IfNot} ${Errors}
        StrCpy $R2 "forget"
      ${ElseIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(ceipForgetQuestion)" /SD IDNO IDYES`
        StrCpy $R2 "forget"
      ${EndIf}
      ${If} $R2 == "forget"
        Delete "$R0\${CEIP_FILE}"
        # Only when nothing else is in it: a person's folder also holds their settings.
        RMDir $R0
      ${EndIf}
    ${EndIf}
    ClearErrors
    Pop $R2
    Pop $R1
    Pop $R0
  FunctionEnd
!macroend
