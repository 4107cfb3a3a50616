"""What Home Assistant must show of a box, written down apart from the box's own tables."""

# entity: (name, icon or device class, category, state of a box that has just been started and has seen nobody)
SENSORS = {
    "sensor.moodbox_emotion": ("Emotion", "mdi:emoticon-outline", None, "unknown"),
    "sensor.moodbox_confidence": ("Confidence", "mdi:check-decagram-outline", None, "unknown"),
    "sensor.moodbox_valence": ("Valence", "mdi:emoticon-happy-outline", None, "unknown"),
    "sensor.moodbox_arousal": ("Arousal", "mdi:flash-outline", None, "unknown"),
    "sensor.moodbox_track": ("Track", "mdi:music", None, "unknown"),
    "sensor.moodbox_state": ("State", "mdi:speaker", None, "stopped"),
    "event.moodbox_events": ("Events", "mdi:message-flash-outline", None, "unknown"),
    "number.moodbox_volume": ("Volume", "mdi:volume-high", None, "40"),
    "switch.moodbox_mute": ("Mute", "mdi:volume-off", None, "off"),
    "switch.moodbox_privacy": ("Privacy", "mdi:eye-off-outline", None, "off"),
    "switch.moodbox_watching": ("Watching", "mdi:eye-refresh-outline", None, "off"),
    "select.moodbox_policy": ("Policy", "mdi:tune-variant", None, "match"),
    "select.moodbox_listener": ("Listener", "mdi:account-music-outline", None, "nobody"),
}
BUTTONS = {
    "button.moodbox_look": ("Look", "mdi:eye-outline", None, "unknown"),
    "button.moodbox_play": ("Play", "mdi:play", None, "unknown"),
    "button.moodbox_next": ("Next", "mdi:skip-next", None, "unknown"),
    "button.moodbox_previous": ("Previous", "mdi:skip-previous", None, "unknown"),
    "button.moodbox_pause": ("Pause", "mdi:pause", None, "unknown"),
    "button.moodbox_resume": ("Resume", "mdi:play-pause", None, "unknown"),
    "button.moodbox_stop": ("Stop", "mdi:stop", None, "unknown"),
    "button.moodbox_like": ("Like", "mdi:thumb-up-outline", None, "unknown"),
    "button.moodbox_dislike": ("Dislike", "mdi:thumb-down-outline", None, "unknown"),
}
DIAGNOSTICS = {
    "binary_sensor.moodbox_health": ("Health", "problem", "diagnostic", "off"),
    "binary_sensor.moodbox_camera": ("Camera", "problem", "diagnostic", "off"),
    "binary_sensor.moodbox_speaker": ("Sound card", "problem", "diagnostic", "off"),
    "sensor.moodbox_version": ("Version", "mdi:tag-outline", "diagnostic", None),
    "sensor.moodbox_songs": ("Songs", "mdi:music-box-multiple-outline", "diagnostic", "3"),
    "sensor.moodbox_temperature": ("Temperature", "temperature", "diagnostic", None),
    "sensor.moodbox_memory": ("Memory", "data_size", "diagnostic", None),
    "sensor.moodbox_last_error": ("Last error", "mdi:alert-circle-outline", "diagnostic", "none"),
}
ALL = {**SENSORS, **BUTTONS, **DIAGNOSTICS}
EMOTIONS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
EVENTS = {
    "detected", "no_face", "not_sure", "cancelled", "privacy_on", "privacy_off", "track_started", "track_ended",
    "fault", "recovered", "songs_changed",
}
