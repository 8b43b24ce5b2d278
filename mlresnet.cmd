@echo off
rem The tool from a clone: builds it on first use and when its sources have changed, then runs it.
setlocal
set "MLRESNET_COMMAND=%~0"
set "root=%~dp0"
set "tool=%root%Toolkit\Cli\bin\Release\net10.0\MLResNet.Cli.dll"
set "stamp=%root%Toolkit\Cli\bin\.built"
set "log=%TEMP%\mlresnet-build-%RANDOM%%RANDOM%.log"
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1

where dotnet >nul 2>nul
if errorlevel 1 (
  echo mlresnet: The command 'dotnet' is not found; install the .NET 10 SDK from https://dotnet.microsoft.com/download. 1>&2
  exit /b 1
)

if not exist "%tool%" goto first
if not exist "%stamp%" goto first
set "MLRESNET_ROOT=%root%"
set "MLRESNET_STAMP=%stamp%"
powershell -NoProfile -Command "$built = (Get-Item -LiteralPath $env:MLRESNET_STAMP).LastWriteTimeUtc; $sources = 'Datasets', 'Toolkit', 'Directory.Build.props', 'Directory.Packages.props', 'global.json' | ForEach-Object { Get-ChildItem -LiteralPath (Join-Path $env:MLRESNET_ROOT $_) -Recurse -File }; foreach ($file in $sources) { if ($file.LastWriteTimeUtc -gt $built -and $file.FullName.Substring($env:MLRESNET_ROOT.Length) -notmatch '\\(bin|obj)\\') { exit 3 } }; exit 0"
if errorlevel 3 goto changed
goto run

:first
echo Building MLResNet (first use)... 1>&2
goto build

:changed
echo Building MLResNet (its sources have changed)... 1>&2

:build
if not exist "%root%Toolkit\Cli\bin" mkdir "%root%Toolkit\Cli\bin"
type nul > "%stamp%.new"
dotnet build "%root%Toolkit\Cli\MLResNet.Cli.csproj" -c Release --nologo -v quiet -nodeReuse:false > "%log%" 2>&1
if errorlevel 1 (
  type "%log%" 1>&2
  del "%log%" "%stamp%.new"
  echo mlresnet: The build failed; the lines above say why. 1>&2
  exit /b 1
)
move /y "%stamp%.new" "%stamp%" > nul
del "%log%"

:run
dotnet "%tool%" %*
exit /b %ERRORLEVEL%
