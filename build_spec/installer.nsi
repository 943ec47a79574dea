; The installer: per user without administrator rights, or for everybody on the computer.
;   makensis -DVERSION=0.1.0 -DTREE=dist\mobius-desktop -DOUT=dist\setup.exe -DICON=build\made\mobius-desktop.ico build_spec\installer.nsi
; Silent, for IT:  setup.exe /S [/ALLUSERS | /CURRENTUSER] [/EDITION=free|lite|standard] [/NOSTARTMENU] [/D=C:\folder]
;                  uninstall.exe /S [/REMOVEDATA]
; An upgrade finds the earlier place in the registry, replaces the program and leaves the data alone.

Unicode true
Target amd64-unicode
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
!endif
ManifestDPIAware true
RequestExecutionLevel user

!ifndef VERSION | TREE | OUT
  !error "Name -DVERSION, -DTREE and -DOUT."
!endif

!define NAME "Mobius Desktop"
!define PROGRAM "mobius-desktop.exe"
!define CONSOLE "mobius-desktop-cli.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define OWN_KEY "Software\${NAME}"
!define MARKER "mobius-desktop.installed"
!ifdef SIGN
  ; What signs the uninstaller, which only NSIS itself can write.
  !uninstfinalize '${SIGN} "%1"'
!endif

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "nsDialogs.nsh"

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} setup"
VIAddVersionKey "LegalCopyright" "MIT licence"

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_NOTCHECKED

Var Edition
Var EveryUser
Var WantsMenu
Var RemoveData
Var Choice1
Var Choice2
Var Choice3
Var ForAll

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${TREE}${SLASH}_internal${SLASH}LICENSE"
Page custom ChoicesPage ChoicesLeft
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.DataPage un.DataLeft
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

!macro UseScope
  ${If} $EveryUser == "1"
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
!macroend

Function .onInit
  SetRegView 64
  StrCpy $Edition "lite"
  StrCpy $EveryUser "0"
  StrCpy $WantsMenu "1"
  ReadRegStr $0 HKLM "${OWN_KEY}" "Folder"
  ${If} $0 != ""
    StrCpy $EveryUser "1"
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/ALLUSERS" $2
  ${IfNot} ${Errors}
    StrCpy $EveryUser "1"
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/CURRENTUSER" $2
  ${IfNot} ${Errors}
    StrCpy $EveryUser "0"
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/NOSTARTMENU" $2
  ${IfNot} ${Errors}
    StrCpy $WantsMenu "0"
  ${EndIf}
  !insertmacro UseScope
  ReadRegStr $2 SHCTX "${OWN_KEY}" "Edition"
  ${If} $2 != ""
    StrCpy $Edition $2
  ${EndIf}
  ; An upgrade makes no entry where the first installation was asked not to.
  ReadRegStr $2 SHCTX "${OWN_KEY}" "StartMenu"
  ${If} $2 == "0"
    StrCpy $WantsMenu "0"
  ${EndIf}
  ClearErrors
  ${GetOptions} $1 "/EDITION=" $2
  ${IfNot} ${Errors}
    ${If} $2 != "free"
    ${AndIf} $2 != "lite"
    ${AndIf} $2 != "standard"
      MessageBox MB_ICONSTOP|MB_OK "/EDITION= is free, lite or standard." /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    StrCpy $Edition $2
  ${EndIf}
  ${If} $INSTDIR == ""
    Call ChooseFolder
  ${EndIf}
FunctionEnd

; The earlier place, so that an upgrade replaces it; else the scope's usual one.
Function ChooseFolder
  ${If} $EveryUser == "1"
    ReadRegStr $0 HKLM "${OWN_KEY}" "Folder"
    StrCpy $INSTDIR "$PROGRAMFILES64\${NAME}"
  ${Else}
    ReadRegStr $0 HKCU "${OWN_KEY}" "Folder"
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${NAME}"
  ${EndIf}
  ${If} $0 != ""
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

Function ChoicesPage
  !insertmacro MUI_HEADER_TEXT "Edition" "Which edition is used, and by whom."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 12u "Edition (it can be changed later in the program, under About):"
  Pop $0
  ${NSD_CreateRadioButton} 8u 14u 95% 12u "&Free: one company, the Default Invoice Summary"
  Pop $Choice1
  ${NSD_CreateRadioButton} 8u 28u 95% 12u "&Lite: one company, every Invoice Summary"
  Pop $Choice2
  ${NSD_CreateRadioButton} 8u 42u 95% 12u "&Standard: several companies, one Location or all"
  Pop $Choice3
  ${Select} $Edition
    ${Case} "free"
      ${NSD_Check} $Choice1
    ${Case} "standard"
      ${NSD_Check} $Choice3
    ${Default}
      ${NSD_Check} $Choice2
  ${EndSelect}
  ${NSD_CreateCheckbox} 0 66u 100% 12u "For &everybody on this computer (needs administrator rights)"
  Pop $ForAll
  ${If} $EveryUser == "1"
    ${NSD_Check} $ForAll
  ${EndIf}
  nsDialogs::Show
FunctionEnd

Function ChoicesLeft
  StrCpy $Edition "lite"
  ${NSD_GetState} $Choice1 $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Edition "free"
  ${EndIf}
  ${NSD_GetState} $Choice3 $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $Edition "standard"
  ${EndIf}
  ${NSD_GetState} $ForAll $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $0 "1"
  ${Else}
    StrCpy $0 "0"
  ${EndIf}
  ${If} $0 != $EveryUser
    StrCpy $EveryUser $0
    Call ChooseFolder
    !insertmacro UseScope
  ${EndIf}
  ${If} $EveryUser == "1"
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
      MessageBox MB_ICONINFORMATION|MB_OK "To install for everybody, start this setup as an administrator. Without those rights it can be installed for you alone."
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

; Windows does not let a running program be replaced; it is asked to be closed, never ended by force: a batch may be on its way.
!macro RefuseWhileRunning un
Function ${un}RefuseWhileRunning
  Push "${PROGRAM}"
  Call ${un}RefuseWhileOneRuns
  Push "${CONSOLE}"
  Call ${un}RefuseWhileOneRuns
FunctionEnd

; The name of one program on the stack: a command that sends a batch counts as much as the window.
Function ${un}RefuseWhileOneRuns
  Pop $1
  again:
  ${IfNot} ${FileExists} "$INSTDIR\$1"
    Return
  ${EndIf}
  ClearErrors
  FileOpen $0 "$INSTDIR\$1" a
  ${If} ${Errors}
    MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "${NAME} is running ($1), or may not be written to. Close it, then try again." /SD IDCANCEL IDRETRY again
    SetErrorLevel 3
    Quit
  ${EndIf}
  FileClose $0
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Section "Program"
  !insertmacro UseScope
  Call RefuseWhileRunning
  ; Only what an earlier version put there: the folder may be the user's own choice.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${TREE}${SLASH}*"
  ${If} ${Errors}
    MessageBox MB_ICONSTOP|MB_OK "The program could not be written to $INSTDIR." /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  FileOpen $0 "$INSTDIR\${MARKER}" w
  FileWrite $0 "edition=$Edition$\r$\n"
  FileClose $0
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr SHCTX "${OWN_KEY}" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${OWN_KEY}" "Edition" "$Edition"
  WriteRegStr SHCTX "${OWN_KEY}" "StartMenu" "$WantsMenu"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $0

  ${If} $WantsMenu == "1"
    CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  ${If} $EveryUser == "1"
    ReadRegStr $0 HKCU "${OWN_KEY}" "Folder"
    ${If} $0 != ""
      MessageBox MB_ICONINFORMATION|MB_OK "${NAME} is also installed for you alone, in $0. Uninstall that one in Windows' settings; your record stays." /SD IDOK
    ${EndIf}
  ${EndIf}
SectionEnd

Function un.onInit
  SetRegView 64
  StrCpy $RemoveData "0"
  StrCpy $EveryUser "0"
  ReadRegStr $0 HKLM "${OWN_KEY}" "Folder"
  ${If} $0 == $INSTDIR
    StrCpy $EveryUser "1"
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/REMOVEDATA" $2
  ${IfNot} ${Errors}
    StrCpy $RemoveData "1"
  ${EndIf}
FunctionEnd

Function un.DataPage
  !insertmacro MUI_HEADER_TEXT "Your record" "The record of what was sent."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 36u "The record says which invoices are in QuickBooks. It is kept unless you tick the box. Without it, what was sent can no longer be looked up or taken back from here."
  Pop $0
  ${NSD_CreateCheckbox} 0 44u 100% 12u "&Delete my record, settings, keys and sign-ins too"
  Pop $ForAll
  nsDialogs::Show
FunctionEnd

Function un.DataLeft
  ${NSD_GetState} $ForAll $0
  ${If} $0 == ${BST_CHECKED}
    StrCpy $RemoveData "1"
  ${EndIf}
FunctionEnd

Section "Uninstall"
  !insertmacro UseScope
  Call un.RefuseWhileRunning
  ${IfNot} ${FileExists} "$INSTDIR\${MARKER}"
    MessageBox MB_ICONSTOP|MB_OK "$INSTDIR does not hold an installation of ${NAME}." /SD IDOK
    SetErrorLevel 5
    Quit
  ${EndIf}
  ${If} $RemoveData == "1"
    ; While the program and the record that names them are still there.
    nsExec::Exec '"$INSTDIR\${CONSOLE}" forget-keys --yes'
    Pop $0
  ${EndIf}
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\${CONSOLE}"
  Delete "$INSTDIR\${MARKER}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${OWN_KEY}"
  ${If} $RemoveData == "1"
    SetShellVarContext current
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
SectionEnd
