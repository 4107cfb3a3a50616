#!/usr/bin/python3
"""check.py MOODBOX: tries the real box with the real Home Assistant and a real broker.

Prints a line for each thing that was tried; ends with 0 if all of them are right.
"""

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

import entities
from household import CHECKOUT, Box, Broker, HomeAssistant
from hub import Failure, Hub, until


class Trial:
    def __init__(self, folder: Path, installation: str, program: Path, session: aiohttp.ClientSession) -> None:
        self.broker = Broker(folder)
        self.box = Box(folder, self.broker, program)
        self.home_assistant = HomeAssistant(folder, installation)
        self.hub = Hub(session, self.home_assistant.port)
        self.device = ""

    async def run(self) -> None:
        for step in (
            self.starts, self.shows_every_entity, self.shows_a_press, self.obeys_buttons, self.obeys_settings, self.knows_listeners,
            self.keeps_privacy, self.runs_the_blueprint, self.shows_the_dashboard, self.survives_a_broker_restart,
            self.watches, self.notices_a_lost_box, self.survives_a_restart_of_home_assistant,
            self.changes_to_components, self.changes_its_name, self.leaves, self.logs_no_complaints,
        ):
            begin = time.monotonic()
            await step()
            print(f"right  {step.__doc__} ({time.monotonic() - begin:.1f} s)", flush=True)

    async def starts(self) -> None:
        """Home Assistant starts, takes the broker, and finds the box."""
        self.broker.start()
        self.home_assistant.start()
        self.box.start()
        await self.hub.wait_until_up()
        await self.hub.sign_up()
        await self.hub.add_broker(self.broker.port)
        await self.is_known()

    async def is_known(self, name: str = "Moodbox") -> None:
        async def is_there() -> bool:
            devices = [device for device in await self.hub.devices() if device["name"] == name]
            self.device = devices[0]["id"] if devices else ""
            return bool(devices) and len(await self.hub.entities(self.device)) >= len(entities.ALL)
        await until(f"the device {name}", is_there)

    async def shows_every_entity(self) -> None:
        """Every entity is there, with its name, icon, category and state."""
        registry = await self.hub.entities(self.device)
        if registry.keys() != entities.ALL.keys():
            raise Failure(f"entities that should not be, or are missing: {registry.keys() ^ entities.ALL.keys()}")
        for entity, (name, look, category, state) in entities.ALL.items():
            entry = registry[entity]
            shown = await self.hub.expect(entity, lambda now: now != "unavailable" and state in (None, now))
            attributes = shown["attributes"]
            look_seen = attributes.get("icon") or attributes.get("device_class")
            seen = (attributes["friendly_name"], look_seen, entry["entity_category"])
            if seen != (f"Moodbox {name}", look, category):
                raise Failure(f"{entity} is shown as {seen}")
        emotion = (await self.hub.state("sensor.moodbox_emotion"))["attributes"]
        if emotion["options"] != entities.EMOTIONS:
            raise Failure(f"the emotions are {emotion['options']}")
        events = (await self.hub.state("event.moodbox_events"))["attributes"]["event_types"]
        if set(events) != entities.EVENTS:
            raise Failure(f"the events are {events}")

    async def shows_a_press(self) -> None:
        """After a press: mood with scores and reason, event, song."""
        self.box.press()
        await self.is_seen("happy")
        await self.hub.expect("sensor.moodbox_state", "playing")
        track = await self.hub.expect("sensor.moodbox_track", lambda title: title.startswith("Beat"))
        if track["attributes"]["duration"] != 20:
            raise Failure(f"the track's attributes are {track['attributes']}")

    async def is_seen(self, emotion: str) -> None:
        shown = (await self.hub.expect("sensor.moodbox_emotion", emotion))["attributes"]
        if set(shown["scores"]) != set(entities.EMOTIONS) or max(shown["scores"], key=shown["scores"].get) != emotion:
            raise Failure(f"the scores are {shown['scores']}")
        if emotion not in shown["because"]:
            raise Failure(f"the reason is {shown['because']}")
        await self.hub.expect("sensor.moodbox_confidence", lambda value: 50 <= float(value) <= 100)
        pleasant = emotion == "happy"
        await self.hub.expect("sensor.moodbox_valence", lambda value: (float(value) > 0) == pleasant)
        await self.hub.expect("sensor.moodbox_arousal", lambda value: -1 <= float(value) <= 1)
        # The song's event follows the mood's.
        await self.happened("track_started")

    async def happened(self, kind: str) -> None:
        async def is_last() -> bool:
            return (await self.hub.state("event.moodbox_events"))["attributes"].get("event_type") == kind
        await until(f"the event {kind}", is_last)

    async def obeys_buttons(self) -> None:
        """Every button does what it says."""
        await self.press("look")
        await self.is_seen("sad")
        for button, state in (("pause", "paused"), ("resume", "playing"), ("stop", "stopped"), ("play", "playing")):
            await self.press(button)
            await self.hub.expect("sensor.moodbox_state", state)
        first = (await self.hub.expect("sensor.moodbox_track", lambda title: title.startswith("Beat")))["state"]
        await self.press("next")
        second = (await self.hub.expect("sensor.moodbox_track", lambda title: title not in (first, "unknown")))["state"]
        await self.press("previous")
        await self.hub.expect("sensor.moodbox_track", lambda title: title not in (second, "unknown"))

    async def press(self, button: str) -> None:
        await self.hub.act("button.press", f"button.moodbox_{button}")

    async def obeys_settings(self) -> None:
        """Volume and mute are set and shown."""
        await self.hub.act("number.set_value", "number.moodbox_volume", value=25)
        await self.hub.expect("number.moodbox_volume", "25")
        await self.turns("mute")

    async def knows_listeners(self) -> None:
        """Policy and listener are chosen and shown, songs are rated, and who comes and goes is seen."""
        for option in ("lift", "steady", "match"):
            await self.chooses("policy", option)
        await self.offers("nobody", "Ada")
        await self.chooses("listener", "Ada")
        self.box.command("listener", "learning", "on")
        await self.press("like")
        first = (await self.hub.state("sensor.moodbox_track"))["state"]
        await self.press("dislike")
        await self.hub.expect("sensor.moodbox_track", lambda title: title not in (first, "unknown"))
        def kinds() -> list[str]:
            return [entry["kind"] for entry in json.loads(self.box.command("listener", "export", "Ada"))["history"]]
        async def is_known() -> bool:
            return kinds()[-2:] == ["liked", "disliked"]
        await until("what was said to be in the history", is_known)
        self.box.command("listener", "create", "Bob")
        await self.offers("nobody", "Ada", "Bob")
        await self.chooses("listener", "Bob")
        self.box.command("listener", "forget", "Bob")
        await self.hub.expect("select.moodbox_listener", "nobody")
        await self.offers("nobody", "Ada")

    async def chooses(self, select: str, option: str) -> None:
        await self.hub.act("select.select_option", f"select.moodbox_{select}", option=option)
        await self.hub.expect(f"select.moodbox_{select}", option)

    async def offers(self, *names: str) -> None:
        async def are_there() -> bool:
            return (await self.hub.state("select.moodbox_listener"))["attributes"].get("options") == list(names)
        await until(f"the listeners {names}", are_there)

    async def turns(self, switch: str) -> None:
        for state in ("on", "off"):
            await self.hub.act(f"switch.turn_{state}", f"switch.moodbox_{switch}")
            await self.hub.expect(f"switch.moodbox_{switch}", state)

    async def keeps_privacy(self) -> None:
        """Privacy goes on, forgets the mood, and cannot be turned off from afar."""
        await self.hub.act("switch.turn_on", "switch.moodbox_privacy")
        await self.hub.expect("switch.moodbox_privacy", "on")
        await self.hub.expect("sensor.moodbox_emotion", "unknown")
        if (await self.hub.state("sensor.moodbox_emotion"))["attributes"].get("scores"):
            raise Failure("the scores of a forgotten mood are still there")
        await self.hub.act("switch.turn_off", "switch.moodbox_privacy")
        await self.hub.act("number.set_value", "number.moodbox_volume", value=30)
        await self.hub.expect("number.moodbox_volume", "30")
        await self.hub.expect("switch.moodbox_privacy", "on")
        self.box.press(b"p")
        await self.hub.expect("switch.moodbox_privacy", "off")

    async def runs_the_blueprint(self) -> None:
        """The blueprint acts on a mood that was chosen, and on no other."""
        first = (await self.hub.expect("input_text.seen", lambda text: text.startswith("happy ")))["state"]
        if not 60 <= float(first.split()[1]) <= 100:
            raise Failure(f"the blueprint wrote {first}")
        await self.hub.act("input_text.set_value", "input_text.seen", value="nobody")
        self.box.press()
        await self.is_seen("angry")
        await self.hub.expect("input_text.seen", "nobody")
        self.box.press()
        await self.is_seen("happy")
        await self.hub.expect("input_text.seen", lambda text: text.startswith("happy "))

    async def shows_the_dashboard(self) -> None:
        """The dashboard is read, and every entity on it exists."""
        view = await self.hub.command("lovelace/config", url_path="moodbox-box")
        text = json.dumps(view)
        platforms = {entity.split(".")[0] for entity in entities.ALL}
        words = text.replace("'", '"').split('"')
        shown = {word for word in words if "." in word and " " not in word and word.split(".")[0] in platforms}
        missing = shown - entities.ALL.keys()
        if len(shown) < 15 or missing:
            raise Failure(f"the dashboard shows {len(shown)} entities, of which these do not exist: {missing}")

    async def settled(self) -> dict[str, str]:
        states = await self.hub.states()
        changing = ("event", "sensor.moodbox_memory")
        return {entity: states.get(entity, "") for entity in entities.ALL if not entity.startswith(changing)}

    async def comes_back(self, before: dict[str, str]) -> None:
        after: dict[str, str] = {}
        async def is_as_before() -> bool:
            after.update(await self.settled())
            return after == before
        try:
            await until("all entities to come back", is_as_before)
        except Failure as failure:
            changed = {entity: (before[entity], after[entity]) for entity in before if before[entity] != after[entity]}
            raise Failure(f"{failure}: {changed}") from None

    async def survives_a_broker_restart(self) -> None:
        """A broker that is killed and has forgotten everything is told everything again."""
        await self.press("stop")
        await self.hub.expect("sensor.moodbox_state", "stopped")
        before = await self.settled()
        self.broker.stop(signal.SIGKILL)
        await self.hub.expect("sensor.moodbox_state", "unavailable")
        self.broker.start()
        await self.comes_back(before)
        await self.hub.act("number.set_value", "number.moodbox_volume", value=20)
        await self.hub.expect("number.moodbox_volume", "20")

    async def watches(self) -> None:
        """Watching is set and shown."""
        await self.turns("watching")

    async def notices_a_lost_box(self) -> None:
        """A box whose plug is pulled is unavailable, and comes back."""
        self.box.stop(signal.SIGKILL)
        await self.hub.expect("switch.moodbox_privacy", "unavailable")
        self.box.start()
        await self.hub.expect("switch.moodbox_privacy", "off")
        await self.hub.expect("number.moodbox_volume", "20")
        self.box.press()
        await self.is_seen("happy")

    async def survives_a_restart_of_home_assistant(self) -> None:
        """Home Assistant is restarted, and is told everything when it says so; the blueprint sees no news in that."""
        await self.press("stop")
        await self.hub.expect("sensor.moodbox_state", "stopped")
        await self.hub.act("input_text.set_value", "input_text.seen", value="nobody")
        before = await self.settled()
        self.home_assistant.stop()
        # What is not retained any more, only the box itself can tell it.
        self.broker.forget()
        self.home_assistant.start()
        await self.hub.wait_until_up()
        await self.comes_back(before)
        await self.press("play")
        await self.hub.expect("sensor.moodbox_state", "playing")
        await self.hub.expect("input_text.seen", lambda text: not text.startswith("happy"))

    async def moves(self, what: str, **settings: str) -> None:
        """Starts the box with other settings; what people have set in Home Assistant must stay."""
        entry = "sensor.moodbox_emotion"
        await self.hub.command("config/entity_registry/update", entity_id=entry, name=f"Mine before {what}")
        before = {entity: known["id"] for entity, known in (await self.hub.entities(self.device)).items()}
        self.box.stop()
        self.box.start(**settings)
        await self.is_known(settings.get("name", "Moodbox"))
        prefix = "homeassistant/" + ("device" if settings.get("discovery", "device") == "device" else "")
        async def is_clean() -> bool:
            topics = [topic for topic in self.broker.retained() if topic.endswith("/config")]
            others = [topic for topic in topics if f"moodbox_{settings.get('identifier', 'den')}/" not in topic]
            is_device = [topic.startswith("homeassistant/device/") for topic in topics]
            return not others and bool(topics) and (all(is_device) if prefix.endswith("device") else not any(is_device))
        await until(f"old announcements to be gone after {what}", is_clean)
        await self.hub.expect("switch.moodbox_privacy", "off")
        after = await self.hub.entities(self.device)
        if {entity: known["id"] for entity, known in after.items()} != before:
            raise Failure(f"after {what} Home Assistant knows other entities: {after.keys() ^ before.keys()}")
        if after[entry]["name"] != f"Mine before {what}":
            raise Failure(f"after {what} the name that somebody gave is lost")
        await self.hub.act("number.set_value", "number.moodbox_volume", value=45)
        await self.hub.expect("number.moodbox_volume", "45")
        await self.hub.act("number.set_value", "number.moodbox_volume", value=20)
        await self.hub.expect("number.moodbox_volume", "20")

    async def changes_to_components(self) -> None:
        """The box changes to single components and back; Home Assistant keeps what people have set."""
        await self.moves("changing to components", discovery="components")
        await self.moves("changing to device", discovery="device")

    async def changes_its_name(self) -> None:
        """The box gets another name in topics and for people; entities stay, old topics go."""
        await self.moves("renaming", identifier="attic", name="Attic box")
        async def is_clean() -> bool:
            return not [topic for topic in self.broker.retained() if topic.startswith("moodbox/den/")]
        await until("the old name's topics to be gone", is_clean)

    async def leaves(self) -> None:
        """With Homie, and with no discovery, the box disappears from Home Assistant; it can come back."""
        for discovery in ("homie", "off"):
            self.box.stop()
            self.box.start(identifier="attic", discovery=discovery)
            async def is_gone() -> bool:
                return not await self.hub.devices()
            await until(f"the device to be gone with {discovery}", is_gone)
            async def is_clean() -> bool:
                topics = self.broker.retained()
                is_homie = any(topic.startswith("homie/5/attic/") for topic in topics)
                is_announced = any(topic.startswith("homeassistant/") for topic in topics)
                return not is_announced and is_homie == (discovery == "homie")
            await until(f"the broker to keep only what belongs to {discovery}", is_clean)
            self.box.stop()
            self.box.start(identifier="attic")
            await self.is_known()
        await self.hub.expect("switch.moodbox_privacy", "off")

    async def logs_no_complaints(self) -> None:
        """Home Assistant has nothing to complain about the box's messages."""
        tolerated = (
            # Said when an announcement is deleted that Home Assistant has let go of, as it should.
            "No device components to cleanup",
            # Said while the broker is down.
            "Failed to connect to MQTT server", "Disconnected from MQTT server", "MQTT server",
        )
        complaints = [
            line for line in self.home_assistant.log.read_text().splitlines()
            if ("WARNING" in line or "ERROR" in line) and ("mqtt" in line or "moodbox" in line)
            and not any(words in line for words in tolerated)
        ]
        if complaints:
            raise Failure("\n".join(complaints[:10]))

    def end(self) -> None:
        for process in (self.box, self.home_assistant, self.broker):
            process.stop()


async def main(program: str) -> int:
    install = Path(__file__).with_name("install")
    installation = subprocess.run([install], check=True, capture_output=True, text=True).stdout.strip()
    place = CHECKOUT / ".build"
    place.mkdir(exist_ok=True)
    # Below the checkout, because the build root sees nothing else.
    with tempfile.TemporaryDirectory(prefix="home-assistant-", dir=place) as folder:
        async with aiohttp.ClientSession() as session:
            trial = Trial(Path(folder), installation, Path(program).resolve(), session)
            try:
                await trial.run()
            except Failure as failure:
                print(f"WRONG  {failure}")
                for process in (trial.box, trial.home_assistant):
                    lines = process.log.read_text(errors="replace").splitlines() if process.log.exists() else []
                    print(f"---- the end of {process.log.name}", *lines[-30:], sep="\n")
                return 1
            finally:
                trial.end()
    print("Everything is right.")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
