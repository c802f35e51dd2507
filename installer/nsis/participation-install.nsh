# The switch, what an earlier installation has left behind, and the file. See participation.nsh.

# What is to be written: "ask", "no", or nothing as long as nobody has said anything.
Var ceipAnswer

!include "${CEIP_SOURCES}\participation-page.nsh"

!macro customInit
  Call ceipReadSwitch
!macroend

!macro customInstall
  ${If} $ceipAnswer != ""
    Call ceipWriteAnswer
  ${EndIf}
!macroend

!macro customHeader
  Function ceipReadSwitch
    Push $R0
    Push $R1
    ${GetParameters} $R0
    ${GetOptions} $R0 "/CEIP=" $R1
    ${If} $R1 == "1"
      StrCpy $ceipAnswer "ask"
    ${ElseIf} $R1 == "0"
      StrCpy $ceipAnswer "no"
    ${EndIf}
    ClearErrors
    Pop $R1
    Pop $R0
  FunctionEnd

  # Sets $R0 to the choice of this install mode, else to that of the other: "ask", "no" or "". Without the latter, a
  # person's No would be lost when the next installation is for all users, whose choice outranks it. Uses $R1 to $R4.
  Function ceipRemembered
    !insertmacro ceipFolder $installMode $R0
    Call ceipReadChoice
    ${If} $R0 == ""
      StrCpy $R1 "all"
      ${If} $installMode == "all"
        StrCpy $R1 "CurrentUser"
      ${EndIf}
      !insertmacro ceipFolder $R1 $R0
      Call ceipReadChoice
    ${EndIf}
  FunctionEnd

  # Replaces the folder in $R0 with the choice in it: "ask", "no", or "" when there is none or it makes no sense. It need
  # not know all of JSON: what it does not understand is replaced, and of two answers it takes the No. Uses $R1 to $R4.
  Function ceipReadChoice
    StrCpy $R2 "" # the text without white space
    StrCpy $R4 0 # the number of bytes read
    ClearErrors
    FileOpen $R1 "$R0\${CEIP_FILE}" r
    StrCpy $R0 ""
    ${If} ${Errors}
      ClearErrors
      Return
    ${EndIf}
    ${Do}
      FileReadByte $R1 $R3
      ${If} ${Errors}
        ${ExitDo}
      ${EndIf}
      # Editors put a mark in front, or write two bytes a letter: what matters is ASCII.
      ${If} $R3 > 0
      ${AndIf} $R3 < 128
      ${AndIf} $R3 <> 9 # tab
      ${AndIf} $R3 <> 10 # line feed
      ${AndIf} $R3 <> 13 # carriage return
      ${AndIf} $R3 <> 32 # space
        IntFmt $R3 "%c" $R3
        StrCpy $R2 "$R2$R3"
      ${EndIf}
      # A string of NSIS holds 1023 characters. What is longer is cut off, lacks its end, and is not one of ours.
      IntOp $R4 $R4 + 1
    ${LoopUntil} $R4 >= 1000
    ClearErrors
    FileClose $R1

    StrCpy $R3 $R2 1
    StrCpy $R4 $R2 "" -1
    ${If} $R3 != "{"
    ${OrIf} $R4 != "}"
      Return
    ${EndIf}
    ${Do}
      StrCpy $R3 $R2 20
      ${If} $R3 S== '"participation":"no"'
        StrCpy $R0 "no"
        Return
      ${EndIf}
      StrCpy $R3 $R2 21
      ${If} $R3 S== '"participation":"ask"'
        StrCpy $R0 "ask"
      ${EndIf}
      StrCpy $R2 $R2 "" 1
    ${LoopUntil} $R2 == ""
  FunctionEnd

  # Writes $ceipAnswer for this install mode.
  Function ceipWriteAnswer
    Push $R0
    Push $R1
    !insertmacro ceipFolder $installMode $R0
    ClearErrors
    Call ceipStoreAnswer
    ${If} ${Errors}
      # Who installs unattended learns it from the exit code: a No that was not stored must not pass for one that was.
      SetErrorLevel ${CEIP_ERROR_LEVEL}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(ceipNotWritten)" /SD IDOK
      ClearErrors
    ${EndIf}
    Pop $R1
    Pop $R0
  FunctionEnd

  # Writes $ceipAnswer into the folder in $R0. Readers see the old file or the new one, never half of it. Sets the error
  # flag when it could not. Uses $R1.
  Function ceipStoreAnswer
    CreateDirectory $R0
    ${If} $installMode == "all"
      Call ceipIsLink
      ${If} $R1 <> 0
        SetErrors
        Return
      ${EndIf}
      Call ceipProtectFolder
    ${EndIf}
    Delete "$R0\${CEIP_FILE}.new"
    ClearErrors
    FileOpen $R1 "$R0\${CEIP_FILE}.new" w
    ${If} ${Errors}
      SetErrors
      Return
    ${EndIf}
    ${If} $ceipAnswer == "ask"
      FileWrite $R1 '{"participation":"ask"}'
    ${Else}
      FileWrite $R1 '{"participation":"no"}'
    ${EndIf}
    FileClose $R1
    ${IfNot} ${Errors}
      # Nothing with a file in it can be made a link any more, so that what is seen now stays.
      StrCpy $R1 0
      ${If} $installMode == "all"
        Call ceipIsLink
      ${EndIf}
      ${If} $R1 = 0
        # NSIS's Rename does not replace. 9: MOVEFILE_REPLACE_EXISTING, MOVEFILE_WRITE_THROUGH.
        System::Call 'kernel32::MoveFileExW(w "$R0\${CEIP_FILE}.new", w "$R0\${CEIP_FILE}", i 9) i .R1'
        ${If} $R1 <> 0
          Return
        ${EndIf}
      ${EndIf}
    ${EndIf}
    Delete "$R0\${CEIP_FILE}.new"
    SetErrors
  FunctionEnd

  # Sets $R1 to another number than 0 when the folder in $R0 is a link. Anybody may make one in ProgramData, a junction,
  # and lead whoever installs for all users to a folder of the system's.
  Function ceipIsLink
    System::Call 'kernel32::GetFileAttributesW(w R0) i .R1'
    # FILE_ATTRIBUTE_REPARSE_POINT; all bits are set when there is no such folder.
    IntOp $R1 $R1 & 0x400
  FunctionEnd

  # Anybody may create folders in ProgramData, and owns what they create: so the folder in $R0 is made the administrators',
  # whoever was there first, before anything is written into it. System and administrators may change it, users may read.
  # By its handle, which is of the folder itself, even if it has become a link since: never of what that leads to.
  Function ceipProtectFolder
    Push $0
    Push $1
    Push $2
    System::Call 'advapi32::ConvertStringSecurityDescriptorToSecurityDescriptorW(w "O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", i 1, *p .r1, p 0) i .r0'
    ${If} $0 <> 0
      # READ_CONTROL, WRITE_DAC, WRITE_OWNER; shared; OPEN_EXISTING; FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT.
      System::Call 'kernel32::CreateFileW(w R0, i 0x000E0000, i 7, p 0, i 3, i 0x02200000, p 0) p .r2'
      ${If} $2 <> -1
        # 5: OWNER_SECURITY_INFORMATION, DACL_SECURITY_INFORMATION.
        System::Call 'advapi32::SetKernelObjectSecurity(p r2, i 5, p r1) i .r0'
        System::Call 'kernel32::CloseHandle(p r2)'
      ${EndIf}
      System::Call 'kernel32::LocalFree(p r1)'
    ${EndIf}
    Pop $2
    Pop $1
    Pop $0
  FunctionEnd
!macroend
