# Installs silently for this user, runs the installed self-test, uninstalls, and looks that only the record is left.
param([Parameter(Mandatory)][string]$Setup)
$ErrorActionPreference = 'Stop'
$place = Join-Path $env:LOCALAPPDATA 'Programs\Mobius Desktop'
$record = Join-Path $env:LOCALAPPDATA 'Mobius Desktop'
New-Item -ItemType Directory -Force $record | Out-Null
Set-Content (Join-Path $record 'kept.txt') 'the record'
foreach ($words in @('/S', '/EDITION=standard', '/NOSTARTMENU'), @('/S')) {
    $done = Start-Process $Setup $words -Wait -PassThru
    if ($done.ExitCode) { throw "setup $words ended with $($done.ExitCode)" }
}
# The second was an upgrade: it keeps what the first was told.
if (-not (Select-String 'edition=standard' "$place\mobius-desktop.installed" -Quiet)) { throw 'the edition was forgotten' }
if (Test-Path "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Mobius Desktop.lnk") { throw 'an entry nobody wanted' }
# While a command runs, nothing under it is replaced.
$busy = Start-Process "$place\mobius-desktop-cli.exe" 'sandbox' -PassThru -WindowStyle Hidden
Start-Sleep 5
$done = Start-Process $Setup '/S' -Wait -PassThru
Stop-Process $busy
if ($done.ExitCode -ne 3) { throw "setup beside a running command ended with $($done.ExitCode), not 3" }
Start-Sleep 2
& "$place\mobius-desktop-cli.exe" --self-test
if ($LASTEXITCODE) { throw 'the installed program is not well' }
# _?= keeps the uninstaller in this process, so that its end can be waited for.
$done = Start-Process "$place\uninstall.exe" '/S', "_?=$place" -Wait -PassThru
if ($done.ExitCode) { throw "uninstall ended with $($done.ExitCode)" }
if (Test-Path "$place\mobius-desktop.exe") { throw 'the program is still there' }
if (-not (Test-Path "$record\kept.txt")) { throw 'the record was removed without being asked' }
