# Sourced by ./run, ./test and .ci/run: what the machine needs, said before it is installed.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# need PACKAGE REASON [PACKAGE REASON …]: installs the Debian packages that are missing, and says why each is needed.
need() {
    local missing=()
    while [ $# -gt 0 ]; do
        if ! dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; then
            missing+=("$1")
            say "需要安装 needs $1: $2"
        fi
        shift 2
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "这台机器没有 apt-get，请自行安装 please install yourself: ${missing[*]}"
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "请以管理员身份运行 please run as root: apt-get install ${missing[*]}"
        root=(sudo)
    fi
    "${root[@]}" apt-get update -qq >&2 || say "apt-get update 未成功，继续用现有的软件包列表 failed; going on with the lists at hand"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
        fail "安装失败 could not install: ${missing[*]}"
}

# Swift 6.2 or later, on the PATH.
need_swift() {
    command -v swift >/dev/null ||
        fail "未找到 Swift 6.3，请先安装（https://www.swift.org/install/linux/）Swift 6.3 was not found; please install it first"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    # shellcheck disable=SC2086
    set -- $version
    if [ "${1:-0}" -lt 6 ] || { [ "${1:-0}" -eq 6 ] && [ "${2:-0}" -lt 2 ]; }; then
        fail "需要 Swift 6.2 以上，现为 ${1:-?}.${2:-?} Swift 6.2 or later is needed, found ${1:-?}.${2:-?}"
    fi
}

# What building and running takes.
need_ground() {
    need pkg-config "查找下列 C 库 finds the C libraries below" \
        libsqlite3-dev "台账数据库 the ledger's database" \
        libpq-dev "连接 PostgreSQL talks to PostgreSQL" \
        libssl-dev "加密个人信息 encrypts personal data" \
        libxml2-dev "读取 Word、Excel、网页文件 reads Word, Excel and web pages" \
        libzip-dev "读写 Word、Excel 文件，备份 reads and writes Word and Excel files, backups" \
        zlib1g-dev "压缩网页 compresses pages" \
        libxlsxwriter-dev "写 Excel 文件 writes Excel files" \
        poppler-utils "读取 PDF 文件 reads PDF files" \
        poppler-data "PDF 中的汉字编码 Chinese encodings inside PDF files" \
        python3 "安装网页脚本 installs the page script" \
        python3-pip "安装网页脚本 installs the page script" \
        python3-venv "安装网页脚本 installs the page script"
}

# PostgreSQL's server, for tests that start their own cluster: the one that the package would make is held back.
need_postgresql() {
    local hold=/etc/postgresql-common/createcluster.d/xuezheng-tests.conf root=()
    if dpkg-query -W -f '${Status}' postgresql 2>/dev/null | grep -q 'install ok installed'; then return 0; fi
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" install -d /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | "${root[@]}" tee "$hold" >/dev/null
    local installed=yes
    (need postgresql "PostgreSQL 上的测试，不启动系统数据库 tests on PostgreSQL; the system's own cluster is not started") ||
        installed=no
    "${root[@]}" rm -f "$hold"
    [ "$installed" = yes ] || exit 1
}

# A Python of our own with given packages, so that nothing is installed into the system's.
need_python() {
    local venv=.cache/venv stamp
    stamp=$(printf '%s\n' "$@" | sha256sum | cut -c1-16)
    [ -f "$venv/.ready-$stamp" ] && return 0
    say "准备测试用的 Python 环境 preparing a Python environment for tests: $*"
    python3 -m venv "$venv" || fail "无法建立 Python 环境 could not create $venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check "$@" >&2 ||
        fail "Python 软件包安装失败 could not install: $*"
    touch "$venv/.ready-$stamp"
}
