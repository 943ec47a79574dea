# Signs programs with the certificate of the environment (base64 of a .pfx) and a time stamp, then checks them.
param([Parameter(Mandatory, ValueFromRemainingArguments)][string[]]$Files)
$ErrorActionPreference = 'Stop'
$pfx = Join-Path $env:RUNNER_TEMP 'signing.pfx'
[IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:CERTIFICATE))
try {
    $signtool = Get-ChildItem "${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe" | Select-Object -Last 1
    & $signtool.FullName sign /f $pfx /p $env:CERTIFICATE_PASSWORD /fd SHA256 /tr http://timestamp.digicert.com /td SHA256 $Files
    if ($LASTEXITCODE) { throw "signing ended with $LASTEXITCODE" }
    & $signtool.FullName verify /pa $Files
    if ($LASTEXITCODE) { throw "the signature does not hold" }
} finally {
    Remove-Item $pfx
}
