"""What the operating system says of a fault, as a message of the catalogue.

The numbers are those of POSIX, which Python uses on every system; the system's own word for one
comes in its language or in English, whatever the user's is. A number that is not here keeps it.
"""

from __future__ import annotations

import errno
import sys

from brailledesk.errors import N_

_WORDS = {
    "EACCES": N_("Permission denied"),
    "EADDRINUSE": N_("Address already in use"),
    "EADDRNOTAVAIL": N_("Cannot assign requested address"),
    "EAGAIN": N_("Resource temporarily unavailable"),
    "EBADF": N_("Bad file descriptor"),
    "EBUSY": N_("Device or resource busy"),
    "ECONNABORTED": N_("Software caused connection abort"),
    "ECONNREFUSED": N_("Connection refused"),
    "ECONNRESET": N_("Connection reset by peer"),
    "EDQUOT": N_("Disk quota exceeded"),
    "EEXIST": N_("File exists"),
    "EFBIG": N_("File too large"),
    "EHOSTDOWN": N_("Host is down"),
    "EHOSTUNREACH": N_("No route to host"),
    "EILSEQ": N_("Invalid or incomplete multibyte or wide character"),
    "EINTR": N_("Interrupted system call"),
    "EINVAL": N_("Invalid argument"),
    "EIO": N_("Input/output error"),
    "EISDIR": N_("Is a directory"),
    "ELOOP": N_("Too many levels of symbolic links"),
    "EMFILE": N_("Too many open files"),
    "EMLINK": N_("Too many links"),
    "ENAMETOOLONG": N_("File name too long"),
    "ENETDOWN": N_("Network is down"),
    "ENETUNREACH": N_("Network is unreachable"),
    "ENFILE": N_("Too many open files in system"),
    "ENODEV": N_("No such device"),
    "ENOENT": N_("No such file or directory"),
    "ENOEXEC": N_("Exec format error"),
    "ENOLCK": N_("No locks available"),
    "ENOMEM": N_("Cannot allocate memory"),
    "ENOSPC": N_("No space left on device"),
    "ENOTCONN": N_("Transport endpoint is not connected"),
    "ENOTDIR": N_("Not a directory"),
    "ENOTEMPTY": N_("Directory not empty"),
    "ENOTSUP": N_("Operation not supported"),
    "ENOTTY": N_("Inappropriate ioctl for device"),
    "ENXIO": N_("No such device or address"),
    "EPERM": N_("Operation not permitted"),
    "EPIPE": N_("Broken pipe"),
    "EPROTO": N_("Protocol error"),
    "EROFS": N_("Read-only file system"),
    "ESHUTDOWN": N_("Cannot send after transport endpoint shutdown"),
    "ESTALE": N_("Stale file handle"),
    "ETIMEDOUT": N_("Connection timed out"),
    "ETXTBSY": N_("Text file busy"),
    "EXDEV": N_("Invalid cross-device link"),
}
"""By the names of :mod:`errno`; the English is the C library's of Linux."""


def reason_of(error: BaseException) -> str:
    """Why ``error`` came, as a message of the catalogue where it is the system's."""
    if isinstance(error, OSError) and error.errno is not None:
        is_system_s = type(error).__module__ == "builtins"  # others have numbers of their own: TLS
        known = word_of(error.errno) if is_system_s else _name_fault(error)
        return known or error.strerror or str(error)
    if isinstance(error, TimeoutError):
        return N_("it does not answer")
    if isinstance(error, RuntimeError) and "symlink loop" in str(error).lower():  # pathlib's
        return _WORDS["ELOOP"]
    if isinstance(error, ValueError) and "null" in str(error):
        return N_("a name cannot have a null character")
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def word_of(number: int) -> str:
    """The word for a number of the system; "" for one that is not known here."""
    return _WORDS.get(errno.errorcode.get(number, ""), "")


def _name_fault(error: OSError) -> str:
    """What is wrong with the name of a computer; its numbers are others than those of files."""
    # Who has such a fault has the module. To import it now could fail: no file may be left to open.
    network = sys.modules.get("socket")
    if network is None or not isinstance(error, network.gaierror):
        return ""
    if error.errno == network.EAI_AGAIN:
        return N_("Temporary failure in name resolution")
    return N_("Name or service not known")
