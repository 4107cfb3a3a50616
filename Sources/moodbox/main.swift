print("moodbox")
