"""What lies in deploy/ fits the program: names, paths and figures; and a real proxy before it."""

import re
import socket
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import yaml

from modelario.cli.commands import COMMANDS
from modelario.keeping.apart import LONGEST_S
from modelario.limits import Limit, figure
from modelario.settings import VARIABLES, from_environment
from nginx_server import nginx, program
from serving import free_port, serving

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
FILES = sorted(each for each in DEPLOY.iterdir() if each.is_file())
UNITS = sorted(DEPLOY.glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", "")


@pytest.mark.parametrize("file", [*FILES, ROOT / "docs/deployment.md"], ids=lambda file: file.name)
def test_only_settings_and_commands_that_exist_are_named(file):
    text = file.read_text("utf-8")
    assert set(re.findall(r"MODELARIO_\w+", text)) <= {variable.name for variable in VARIABLES}
    called = set(re.findall(r"(?:bin/|\$ )modelario (\w+)", text))
    assert called <= {command.name for command in COMMANDS}


# --- systemd


@pytest.fixture
def units(tmp_path):
    """The units, with a program that is there."""
    for each in (*UNITS, *DEPLOY.glob("*.timer")):
        found = each.read_text("utf-8").replace("/opt/modelario/bin/modelario", sys.executable)
        (tmp_path / each.name).write_text(found)
    return tmp_path


def test_systemd_finds_no_fault(units):
    done = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", *units.iterdir()],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if "modelario" in line]
    assert (done.returncode, told) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_may_do_little(unit, units):
    """Systemd adds up what a service could do, from 0 to 100; usual ones have 96."""
    done = subprocess.run(
        [
            *(program("systemd-analyze"), "security", "--offline=yes", "--threshold=20"),
            *("--no-pager", units / unit.name),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_stop_has_the_time_that_the_server_takes():
    unit = (DEPLOY / "modelario.service").read_text("utf-8")
    [stop] = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    [grace] = {COMPOSE["services"][name]["stop_grace_period"] for name in ("one", "two")}
    assert int(stop) > figure(Limit.STOP) < int(grace.removesuffix("s"))
    [files] = re.findall(r"^LimitNOFILE=(\d+)$", unit, re.MULTILINE)
    needed = figure(Limit.CONNECTIONS) + figure(Limit.OWN_FILES)
    assert int(files) >= needed <= COMPOSE["services"]["one"]["ulimits"]["nofile"]


# --- containers


def test_the_image_is_made_of_what_is_there_and_pinned():
    lines = DOCKERFILE.splitlines()
    copied = [line.split()[1:-1] for line in lines if re.match(r"COPY (?!--from)", line)]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []
    installs = [each for line in lines for each in line.split("&&") if "pip install" in each]
    assert installs
    assert all("--require-hashes" in each or "--no-index" in each for each in installs)
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert {f"!{name}" for names in copied for name in names} <= set(let_in)


def test_the_image_runs_as_nobody_and_says_how_it_is():
    last = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert "USER 10001:10001" in last
    assert "/readyz" in re.findall(r"^HEALTHCHECK .*", last, re.MULTILINE)[0]
    health = re.findall(r'CMD \["python", "-c", "(.*?)"\]', last)[0]
    compile(health, "healthcheck", "exec")
    settings = {"MODELARIO_DATA_DIR": re.findall(r"MODELARIO_DATA_DIR=(\S+)", last)[0]}
    assert str(from_environment(settings).data_dir) == "/data"
    # A folder that is copied is root's otherwise.
    assert "COPY --from=build --chown=10001:10001 --chmod=0750 /data /data" in last


def test_replicas_share_a_database_and_can_write_nowhere_else():
    services = COMPOSE["services"]
    replicas = [each for each in services.values() if each.get("image") == "modelario"]
    assert len(replicas) == 2
    for each in (*replicas, services["proxy"]):
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
    given = {
        name: re.sub(r"\$\{.*?\}", "hush", value)
        for name, value in replicas[0]["environment"].items()
    }
    given["MODELARIO_BASE_URL"] = "https://models.example.org"
    found = from_environment(given)
    assert found.database_url == "postgresql://modelario:hush@database/modelario"
    proxy = services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert [str(each.network_address) for each in found.trusted_proxies] == [proxy]
    assert set(services["proxy"]["depends_on"]) == {"one", "two"}
    # Whoever starts before it does not take its address.
    [inside] = COMPOSE["networks"]["inside"]["ipam"]["config"]
    assert ip_address(proxy) in ip_network(inside["subnet"])
    assert ip_address(proxy) not in ip_network(inside["ip_range"])
    # Two builds of one name get into each other's way.
    assert [name for name, each in services.items() if "build" in each] == ["one"]
    assert "one" in services["two"]["depends_on"]
    assert services["proxy"]["ports"] == ["80:8080"]


# --- the proxy


@pytest.fixture
def proxied(tmp_path):
    """A server, and nginx before it with our configuration."""
    home = tmp_path / "home"
    home.mkdir()
    port = free_port()
    trusted = {
        "MODELARIO_BASE_URL": f"http://127.0.0.1:{port}",
        "MODELARIO_TRUSTED_PROXIES": "127.0.0.1",
        "MODELARIO_METRICS": "all",
    }
    with serving(home, **trusted) as server:
        found = (DEPLOY / "nginx.conf").read_text("utf-8")
        # What is told to be put there for TLS, as far as it can be had without.
        told = (ROOT / "docs/deployment.md").read_text("utf-8")
        [strict] = re.findall(r"^add_header Strict-Transport-Security .*;$", told, re.MULTILINE)
        for ours, here in (
            (" one:8000", f" 127.0.0.1:{server.port}"),
            # The other replica is gone.
            (" two:8000", f" 127.0.0.1:{free_port()}"),
            ("listen 8080 backlog=4096;", f"listen 127.0.0.1:{port}; {strict}"),
            ("/var/cache/nginx", str(tmp_path)),
            ("/run/nginx.pid", str(tmp_path / "nginx.pid")),
            ("/var/log/nginx/error.log", str(tmp_path / "errors.log")),
            ("/var/log/nginx/access.log", str(tmp_path / "accesses.log")),
        ):
            assert ours in found
            found = found.replace(ours, here)
        with nginx(found, port, tmp_path, ready="/healthz") as reader:
            yield reader


def test_a_real_proxy_keeps_and_passes_on_what_it_may(proxied):
    page = "/en/models/openai/o4-mini"
    first = proxied.get(page)
    assert first.status_code == 200
    again = proxied.get(page)
    assert (again.headers["x-cache"], again.content) == ("HIT", first.content)
    assert again.headers["strict-transport-security"] == "max-age=31536000"
    # Each encoding is kept by itself, as the server made it.
    plain = proxied.get(page, headers={"accept-encoding": "identity"})
    assert (plain.headers["x-cache"], plain.content) == ("MISS", first.content)
    assert "content-encoding" in first.headers
    assert "content-encoding" not in plain.headers
    # A reader who has it is told so, and the server's own headers come through.
    unchanged = proxied.get(page, headers={"if-none-match": first.headers["etag"]})
    assert unchanged.status_code == 304
    assert "default-src 'none'" in first.headers["content-security-policy"]
    # The form that a reader likes best is no answer for others.
    assert proxied.get(page, headers={"accept": "text/markdown"}).text.startswith("#")
    assert proxied.get(page).text.startswith("<!doctype html>")
    # However they are written.
    for told in ("/readyz", "/metrics", "/readyz/", "/metrics//", "/%6detrics"):
        assert proxied.get(told).status_code == 404, told
    assert proxied.post("/mcp", content=b"x" * 70_000).status_code == 413


def test_the_proxy_gives_nothing_older_than_it_may(proxied):
    """Only where no replica answers; and who names no host, as HTTP/1.0 may, is answered."""
    found = (DEPLOY / "nginx.conf").read_text("utf-8")
    [stale] = re.findall(r"proxy_cache_use_stale (.*);", found)
    assert "updating" not in stale
    assert "background_update" not in found
    with socket.create_connection(("127.0.0.1", proxied.base_url.port), timeout=30) as plain:
        plain.sendall(b"GET /en/ HTTP/1.0\r\n\r\n")
        assert b" 200 " in plain.recv(64)


def test_the_proxy_waits_for_an_operator_as_long_as_a_sync_may_take():
    found = (DEPLOY / "nginx.conf").read_text("utf-8")
    [part] = re.findall(r"location /api/v1/admin/ \{(.*?)\}", found, re.DOTALL)
    [waits] = re.findall(r"proxy_read_timeout (\d+)s;", part)
    assert int(waits) > LONGEST_S
