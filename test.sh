#!/bin/bash
# Checks everything; ends with one line "N passed, N failed". "./test.sh quick" leaves out what needs more than the SDK:
# PostgreSQL, browsers, the style check and the fresh clone.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")" || exit 1
mode=${1:-whole}
root=$PWD
passed=0
failed=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/gonglian-test-XXXXXX")
cluster=
started=()
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1
# Where none is set, as in a bare Debian root, the browser does not find a file whose name is Chinese.
export LC_ALL=C.UTF-8
exec </dev/null

say() { printf '\n== %s\n' "$*"; }

finish() {
    for group in "${started[@]}"; do kill -- "-$group" 2>/dev/null; done
    [ -z "$cluster" ] || as_postgres "$postgres/pg_ctl" -D "$cluster/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$scratch" ${cluster:+"$cluster"}
    [ $((passed + failed)) -gt 0 ] || failed=1
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] || exit 1
}
trap finish EXIT
trap 'failed=$((failed + 1)); exit 1' INT TERM

# One check that is no suite: a command that must succeed.
check() {
    local name=$1 from=$SECONDS
    shift
    say "$name"
    if "$@"; then
        passed=$((passed + 1))
        echo "$name: passed ($((SECONDS - from)) s)"
    else
        failed=$((failed + 1))
        echo "$name: FAILED"
        return 1
    fi
}

# One suite: a test program that says how many tests it ran. Saying nothing, running nothing and skipping are failures.
suite() {
    local name=$1 from=$SECONDS log=$scratch/$1.log numbers total bad
    shift
    say "$name"
    "$root/tests/$name/bin/Debug/net10.0/Gonglian.$name" -noColor "$@" >"$log" 2>&1
    local code=$?
    grep -Ev '^(Ok, passed|xUnit|  Disc|  Start|  Finish)' "$log"
    numbers=$(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+).*/\1 \2 \3 \4 \5/p' "$log")
    if [ -z "$numbers" ]; then
        failed=$((failed + 1))
        echo "$name: FAILED without saying what it ran (exit code $code)"
        return
    fi
    read -r total errors wrong skipped left <<<"$numbers"
    bad=$((errors + wrong + skipped + left))
    [ "$total" -gt 0 ] && { [ "$code" -eq 0 ] || [ "$bad" -gt 0 ]; } || bad=$((bad + 1))
    passed=$((passed + total - errors - wrong - skipped - left))
    failed=$((failed + bad))
    echo "$name: $total tests, $bad not passed ($((SECONDS - from)) s)"
}

# Debian packages that the whole needs and this machine lacks.
install_missing() {
    local missing=()
    command -v chromium >/dev/null || missing+=(chromium)
    fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fontconfig fonts-noto-cjk)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    command -v curl >/dev/null || missing+=(curl)
    [ ${#missing[@]} -gt 0 ] || return 0
    local run=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null && run=(sudo -n) || missing=("${missing[@]}" "")
    fi
    if ! command -v apt-get >/dev/null || [ -z "${missing[-1]}" ]; then
        echo "The tests need these Debian packages, please install them: ${missing[*]}" >&2
        return 1
    fi
    say "Installing ${missing[*]}"
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

as_postgres() {
    if [ "$(id -u)" -ne 0 ]; then "$@"; else runuser -u "$owner" -- "$@"; fi
}

# A PostgreSQL of our own: an unprivileged user's, in a folder of its own, gone when the script ends.
start_postgres() {
    postgres=$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)")
    owner=$(id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody)
    cluster=$(mktemp -d /tmp/gonglian-postgres-XXXXXX)
    [ "$(id -u)" -ne 0 ] || chown "$owner" "$cluster"
    cd "$cluster" || return 1
    as_postgres "$postgres/initdb" -D "$cluster/data" -A trust -U gonglian -E UTF8 --locale=C.UTF-8 --no-sync >"$scratch/initdb.log" 2>&1 ||
        { cat "$scratch/initdb.log"; cd "$root"; return 1; }
    local try port
    for try in 1 2 3 4 5 6 7 8; do
        port=$((20000 + (RANDOM % 20000)))
        if as_postgres "$postgres/pg_ctl" -D "$cluster/data" -w -s -l "$cluster/log" -o "-k '$cluster' -p $port \
            -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c max_connections=200" start; then
            cd "$root" || return 1
            export GONGLIAN_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=gonglian"
            return 0
        fi
    done
    cat "$cluster/log"
    cd "$root"
    return 1
}

free_port() {
    local port
    while port=$((20000 + (RANDOM % 20000))); do
        (echo >"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# Fetches an address until it answers 200, for at most as many seconds.
answers() {
    local until=$((SECONDS + $2))
    until curl -fsSL -o "$scratch/answer" "$1" 2>/dev/null; do
        [ $SECONDS -lt $until ] || { echo "$1 does not answer"; return 1; }
        sleep 0.3
    done
}

# What a newcomer does: clone, one command, and the first page has its styles (and, with Node.js, its scripts).
fresh_clone() {
    local folder=$scratch/$1 wants=$2 address ok=0
    git clone -q "$root" "$folder" || return 1
    if [ "$wants" = scripts ] && ! (echo >/dev/tcp/127.0.0.1/5080) 2>/dev/null; then
        address=http://localhost:5080
        start "$folder" dotnet run --project src/Host
    else
        address=http://127.0.0.1:$(free_port)
        start "$folder" dotnet run --project src/Host -- serve --urls "$address" --data "$folder/data"
    fi
    look "$address" "$wants" || { ok=1; tail -n 30 "$folder.log"; }
    kill -- "-${started[-1]}" 2>/dev/null
    wait "${started[-1]}" 2>/dev/null
    unset 'started[-1]'
    return $ok
}

start() {
    local folder=$1
    shift
    set -m
    (cd "$folder" && exec "$@") >"$folder.log" 2>&1 &
    started+=($!)
    set +m
}

look() {
    local address=$1 wants=$2 file found=()
    answers "$address/sign-in" 240 || return 1
    mapfile -t found < <(grep -oE '(href|src)="[^"]+\.(css|js)"' "$scratch/answer" | cut -d'"' -f2)
    grep -q '\.css' <<<"${found[*]}" || { echo "No styles on the first page"; return 1; }
    if [ "$wants" = scripts ]; then
        grep -q 'htmx' <<<"${found[*]}" || { echo "No htmx on the first page"; return 1; }
        found+=(_content/Gonglian.Foundation/npm/echarts.min.js)
    else
        ! grep -q 'htmx' <<<"${found[*]}" || { echo "htmx is asked for though there is none"; return 1; }
    fi
    for file in "${found[@]}"; do answers "$address/${file#/}" 1 || return 1; done
}

without_node() {
    local dir tool
    mkdir -p "$scratch/path"
    while read -r -d: dir; do
        [ -d "$dir" ] || continue
        for tool in "$dir"/*; do
            case ${tool##*/} in node | nodejs | npm | npx | corepack) ;; *) ln -s "$tool" "$scratch/path/" 2>/dev/null ;; esac
        done
    done <<<"$PATH:"
    PATH=$scratch/path fresh_clone plain styles
}

strict_build() { dotnet build Gonglian.slnx --no-restore -p:Strict=true -v q -clp:NoSummary; }

# A style fault fails the run and hides nothing: the suites run on a plain build then.
build() {
    check "strict build" strict_build || dotnet build Gonglian.slnx --no-restore -v q -clp:NoSummary || exit 1
}

case $mode in
quick)
    check "restore" dotnet restore Gonglian.slnx -v q || exit 1
    build
    unset GONGLIAN_TEST_POSTGRES
    suite Rules.Tests
    suite House.Tests
    suite Slices.Tests
    ;;
whole)
    install_missing || { failed=1; exit 1; }
    check "restore, locked" dotnet restore Gonglian.slnx --locked-mode -v q || exit 1
    build
    check "format" dotnet format whitespace Gonglian.slnx --verify-no-changes --no-restore -v q
    suite Rules.Tests
    suite House.Tests
    check "PostgreSQL starts" start_postgres
    GONGLIAN_TEST_ALL=1 suite Slices.Tests
    suite Journeys.Tests
    check "a fresh clone starts" fresh_clone clone scripts
    check "a fresh clone starts without Node.js" without_node
    ;;
*)
    echo "Usage: ./test.sh [quick]" >&2
    exit 2
    ;;
esac
