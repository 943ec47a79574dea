# Installs silently for this user, runs the installed self-test, uninstalls, and looks that only the record is left.
param([Parameter(Mandatory)][string]$Setup)
$ErrorActionPreference = 'Stop'
$place = Join-Path $env:LOCALAPPDATA 'Programs\Mobius Desktop'
$record = Join-Path $env:LOCALAPPDATA 'Mobius Desktop'
New-Item -ItemType Directory -Force $record | Out-Null
Set-Content (Join-Path $record 'kept.txt') 'the record'
foreach ($round in 'first', 'upgrade') {
    $done = Start-Process $Setup '/S', '/EDITION=lite' -Wait -PassThru
    if ($done.ExitCode) { throw "setup ($round) ended with $($done.ExitCode)" }
}
& "$place\mobius-desktop-cli.exe" --self-test
if ($LASTEXITCODE) { throw 'the installed program is not well' }
# _?= keeps the uninstaller in this process, so that its end can be waited for.
$done = Start-Process "$place\uninstall.exe" '/S', "_?=$place" -Wait -PassThru
if ($done.ExitCode) { throw "uninstall ended with $($done.ExitCode)" }
if (Test-Path "$place\mobius-desktop.exe") { throw 'the program is still there' }
if (-not (Test-Path "$record\kept.txt")) { throw 'the record was removed without being asked' }
