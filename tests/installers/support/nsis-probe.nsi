# Tells what stands on a window of another program, for tests that look at it and click on it.
#
# Waits until the window with the title PROBE_TITLE shows a control with the text PROBE_TEXT, and then writes into the
# file PROBE_OUT a line for the window and one for each control of it and of the page in it, UTF-16, with tabs between and after: the
# class, the text, the four edges in pixels of the screen, whether it is ticked, and the height in pixels that the text
# needs at this width. Exit code 0; 1 when it has waited for too long. They are variables of the environment, because
# GetOptions does not find an option that is quoted whole.

Target amd64-unicode
Unicode true
SetCompress off
Name "probe"
OutFile "${OUTPUT}"
RequestExecutionLevel user
SilentInstall silent

!include "LogicLib.nsh"
!include "WinMessages.nsh"

!define ATTEMPTS 1200
!define PAUSE_MS 50
!define DT_WORDBREAK_CALCRECT 0x410

Var title
Var text
Var out
Var window
Var page
Var found
Var font

Function .onInit
  ReadEnvStr $title PROBE_TITLE
  ReadEnvStr $text PROBE_TEXT
  ReadEnvStr $out PROBE_OUT
FunctionEnd

# Sets $R1 to the class and $R2 to the text of the control $R0. GetWindowText would not ask another program's control.
!macro describe
  System::Call 'user32::GetClassNameW(p R0, w .R1, i 100)'
  System::Call 'user32::SendMessageW(p R0, i ${WM_GETTEXT}, p 1000, w .R2) p .R3'
  # Who has no text may leave the buffer as it was, with anything in it.
  ${If} $R3 = 0
    StrCpy $R2 ""
  ${EndIf}
!macroend

!macro eachVisibleChild PARENT FUNCTION
  StrCpy $R0 0
  ${Do}
    System::Call 'user32::FindWindowExW(p ${PARENT}, p R0, p 0, p 0) p .R0'
    ${If} $R0 = 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::IsWindowVisible(p R0) i .R9'
    ${If} $R9 <> 0
      Call ${FUNCTION}
    ${EndIf}
  ${Loop}
!macroend

Function lookForText
  !insertmacro describe
  ${If} $R2 == $text
    StrCpy $found 1
  ${EndIf}
FunctionEnd

Function writeLine
  !insertmacro describe
  System::Call '*(i, i, i, i) p .R3'
  System::Call 'user32::GetWindowRect(p R0, p R3)'
  System::Call '*$R3(i .R4, i .R5, i .R6, i .R7)'
  SendMessage $R0 ${BM_GETCHECK} 0 0 $R8
  IntOp $0 $R6 - $R4
  System::Call '*$R3(i 0, i 0, i r0, i 0)'
  System::Call 'user32::GetDC(p R0) p .r1'
  System::Call 'gdi32::SelectObject(p r1, p $font)'
  System::Call 'user32::DrawTextW(p r1, w R2, i -1, p R3, i ${DT_WORDBREAK_CALCRECT}) i .r2'
  System::Call 'user32::ReleaseDC(p R0, p r1)'
  System::Free $R3
  FileWriteUTF16LE $9 "$R1$\t$R2$\t$R4$\t$R5$\t$R6$\t$R7$\t$R8$\t$2$\t$\n"
FunctionEnd

Section
  # The font of NSIS's dialogs: MS Shell Dlg, 8 points, which at 96 dots an inch is 11 pixels.
  System::Call 'gdi32::CreateFontW(i -11, i 0, i 0, i 0, i 400, i 0, i 0, i 0, i 1, i 0, i 0, i 0, i 0, w "MS Shell Dlg") p .r0'
  StrCpy $font $0
  StrCpy $0 0
  ${Do}
    FindWindow $window "#32770" $title
    ${If} $window <> 0
      FindWindow $page "#32770" "" $window
      StrCpy $found 0
      !insertmacro eachVisibleChild "$window" lookForText
      ${If} $page <> 0
        !insertmacro eachVisibleChild "$page" lookForText
      ${EndIf}
      ${If} $found = 1
        FileOpen $9 $out w
        StrCpy $R0 $window
        Call writeLine
        !insertmacro eachVisibleChild "$window" writeLine
        ${If} $page <> 0
          !insertmacro eachVisibleChild "$page" writeLine
        ${EndIf}
        FileClose $9
        SetErrorLevel 0
        Return
      ${EndIf}
    ${EndIf}
    IntOp $0 $0 + 1
    Sleep ${PAUSE_MS}
  ${LoopUntil} $0 >= ${ATTEMPTS}
  SetErrorLevel 1
SectionEnd
