"""What would make data unsafe on this machine, said before the start."""

from pathlib import Path

from sqlalchemy.engine import make_url

from resal.language import lazy
from resal.settings import BadSetting, Settings

NETWORK_FILE_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "glusterfs", "ceph")


def refuse_unfit(settings: Settings) -> None:
    """Raises `BadSetting` for an SQLite file on a network file system, where its locks do not hold."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    kind = file_system(Path(url.database).resolve().parent)
    if kind in NETWORK_FILE_SYSTEMS:
        raise BadSetting(
            lazy(
                "RESAL_DATABASE_URL : %(file)s est sur un disque réseau (%(kind)s), où SQLite perd des données; "
                "choisissez un disque de cette machine, ou PostgreSQL."
            ),
            file=url.database, kind=kind,
        )  # fmt: skip


def file_system(folder: Path) -> str:
    """The kind of file system a folder is on, where the system tells (Linux); else nothing."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return ""
    holding = [mount for mount in mounts if folder.is_relative_to(mount[1].replace("\\040", " "))]
    return max(holding, key=lambda mount: len(mount[1]))[2] if holding else ""
