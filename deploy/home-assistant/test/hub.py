"""Home Assistant's interface, as its front end uses it: a person signs up, adds the broker, looks and presses."""

import asyncio
import time
from collections.abc import Callable

import aiohttp

PATIENCE = 30.0


class Failure(Exception):
    """Something that must be so is not."""


class Hub:
    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self.session = session
        self.root = f"http://127.0.0.1:{port}"
        self.refresh = ""
        self.token = ""

    async def wait_until_up(self) -> None:
        """Waits until Home Assistant answers, and has a fresh token if somebody has signed up."""
        async def answers() -> bool:
            try:
                async with self.session.get(f"{self.root}/manifest.json") as answer:
                    return answer.status == 200
            except aiohttp.ClientError:
                return False
        await until("Home Assistant to answer", answers, 120)
        if self.refresh:
            await self._get_token({"grant_type": "refresh_token", "refresh_token": self.refresh})
            await until("Home Assistant to run", self._runs, 120)

    async def _runs(self) -> bool:
        return (await self.get("/api/config")).get("state") == "RUNNING"

    async def sign_up(self) -> None:
        person = {"name": "Owner", "username": "owner", "password": "owner", "language": "en"}
        user = {**person, "client_id": f"{self.root}/"}
        async with self.session.post(f"{self.root}/api/onboarding/users", json=user) as answer:
            code = (await answer.json())["auth_code"]
        await self._get_token({"grant_type": "authorization_code", "code": code})
        await until("Home Assistant to run", self._runs, 120)

    async def _get_token(self, grant: dict[str, str]) -> None:
        async with self.session.post(f"{self.root}/auth/token", data={**grant, "client_id": f"{self.root}/"}) as answer:
            tokens = await answer.json()
        self.refresh = tokens.get("refresh_token", self.refresh)
        self.token = tokens["access_token"]

    async def add_broker(self, port: int) -> None:
        flow = await self.post("/api/config/config_entries/flow", {"handler": "mqtt"})
        data = {"broker": "127.0.0.1", "port": port}
        entry = await self.post(f"/api/config/config_entries/flow/{flow['flow_id']}", data)
        if entry.get("type") != "create_entry":
            raise Failure(f"Home Assistant does not take the broker: {entry}")

    async def get(self, path: str) -> dict:
        return await self._call("GET", path)

    async def post(self, path: str, data: dict) -> dict:
        return await self._call("POST", path, data)

    async def _call(self, method: str, path: str, data: dict | None = None) -> dict:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.request(method, self.root + path, json=data, headers=headers) as answer:
            if answer.status >= 400:
                raise Failure(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def command(self, kind: str, **arguments: object) -> object:
        """What only the front end's own connection can ask."""
        async with self.session.ws_connect(f"{self.root}/api/websocket", max_msg_size=0) as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.token})
            await socket.receive_json()
            await socket.send_json({"id": 1, "type": kind, **arguments})
            answer = await socket.receive_json()
        if not answer["success"]:
            raise Failure(f"{kind}: {answer['error']}")
        return answer["result"]

    async def state(self, entity: str) -> dict:
        """State and attributes; an empty state when there is no such entity."""
        try:
            return await self.get(f"/api/states/{entity}")
        except Failure:
            return {"state": "", "attributes": {}}

    async def states(self) -> dict[str, str]:
        return {state["entity_id"]: state["state"] for state in await self.get("/api/states")}

    async def act(self, action: str, entity: str, **data: object) -> None:
        domain, service = action.split(".")
        await self.post(f"/api/services/{domain}/{service}", {"entity_id": entity, **data})

    async def expect(self, entity: str, wanted: str | Callable[[str], bool], patience: float = PATIENCE) -> dict:
        """Waits for a state; answers with it and its attributes."""
        fits = wanted if callable(wanted) else lambda state: state == wanted
        seen = {}
        async def is_so() -> bool:
            seen.update(await self.state(entity))
            return fits(seen["state"])
        try:
            await until(f"{entity} to be {wanted}", is_so, patience)
        except Failure as failure:
            raise Failure(f"{failure}; it is {seen['state']!r}") from None
        return seen

    async def devices(self) -> list[dict]:
        devices = await self.command("config/device_registry/list")
        return [device for device in devices if device["manufacturer"] == "Moodbox"]

    async def entities(self, device: str) -> dict[str, dict]:
        """The registry's entries of a device, by entity."""
        entries = await self.command("config/entity_registry/list")
        return {entry["entity_id"]: entry for entry in entries if entry["device_id"] == device}


async def until(what: str, is_so: Callable, patience: float = PATIENCE) -> None:
    """Asks again and again: Home Assistant and the box work on their own."""
    end = time.monotonic() + patience
    while not await is_so():
        if time.monotonic() > end:
            raise Failure(f"waited in vain for {what}")
        await asyncio.sleep(0.1)
