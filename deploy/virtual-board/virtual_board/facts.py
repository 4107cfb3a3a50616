"""Waiting for facts."""
import time

#: Longest wait for anything that must come, in seconds. An emulated board beside a build on the same two cores is slow.
PATIENCE = 90


def wait_for(what, fact, within=PATIENCE, every=0.05):
    """Asks `fact` again and again until it answers something true, which is returned.

    Raises TimeoutError that says `what` did not come; a text that `what` makes, where it can be called, may say more.
    """
    end = time.monotonic() + within
    while True:
        answer = fact()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TimeoutError(f"{what() if callable(what) else what} did not come within {within} s")
        time.sleep(every)
