"""The house: a subscriber at the board's broker, from outside the board."""
import dataclasses
import json
import subprocess
import threading

from .facts import PATIENCE, wait_for


@dataclasses.dataclass
class Message:
    topic: str
    #: As sent; `value` has it read as JSON, where it is.
    text: str
    retained: bool

    @property
    def value(self):
        try:
            return json.loads(self.text)
        except ValueError:
            return self.text


class House:
    """Keeps every message that the box publishes, with `moodbox/<id>/` taken from its topic. A context."""

    def __init__(self, port, box="box"):
        self._port = port
        self._prefix = f"moodbox/{box}/"
        self.messages = []
        self._subscriber = subprocess.Popen(
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(port), "-V", "mqttv5", "-q", "1", "-F", "%r %t %p", "-t", "moodbox/#"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._subscriber.kill()
        self._subscriber.wait()
        self._subscriber.stdout.close()

    def _listen(self):
        try:
            for line in self._subscriber.stdout:
                retained, topic, text = (line.rstrip("\n").split(" ", 2) + [""])[:3]
                self.messages.append(Message(topic.removeprefix(self._prefix), text, retained == "1"))
        except ValueError:
            pass  # closed

    @property
    def now(self):
        """A place in `messages`: what comes from here on."""
        return len(self.messages)

    def expect(self, topic, what, matches=lambda value: True, since=0, within=PATIENCE):
        """The first message on a topic since then that matches; TimeoutError says what came instead."""
        def found():
            return next((m for m in self.messages[since:] if m.topic == topic and matches(m.value)), None)

        def missing():
            came = "\n".join(f"  {m.topic} {m.text[:200]}" for m in self.messages[since:]) or "  nothing"
            return f"{what} (on {topic}; there came\n{came}\n)"

        return wait_for(missing, found, within)

    def expect_event(self, kind, since=0, within=PATIENCE):
        """The first event of a kind since then, as a dictionary."""
        return self.expect("event", kind, lambda value: value.get("event_type") == kind, since, within).value

    def expect_part(self, kind, part, since=0, within=PATIENCE):
        """That a part was told to be broken (`fault`) or to work again (`recovered`) since then."""
        self.expect("event", f"{kind} of the {part}", lambda value: value.get("event_type") == kind and value.get("part") == part, since, within)

    def events(self, since=0):
        """The kinds of all events since then, in order."""
        return [m.value["event_type"] for m in self.messages[since:] if m.topic == "event"]

    def state(self, topic):
        """What was last said on a topic; None when nothing was."""
        return next((m.value for m in reversed(self.messages) if m.topic == topic), None)

    def ask(self, verb, within=PATIENCE, **arguments):
        """The box's answer to a request."""
        answer = subprocess.run(
            ["mosquitto_rr", "-h", "127.0.0.1", "-p", str(self._port), "-V", "mqttv5", "-q", "1", "-W", str(within),
             "-t", f"{self._prefix}request/{verb}", "-e", f"{self._prefix}response/{verb}", "-m", json.dumps(arguments)],
            check=True, capture_output=True, text=True).stdout
        return json.loads(answer)

    def say(self, topic, text, retain=False):
        """Publishes below the box's own topic."""
        subprocess.run(
            ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(self._port), "-V", "mqttv5", "-q", "1", "-t", self._prefix + topic, "-m", text]
            + (["-r"] if retain else []), check=True, timeout=60)
