import CAlsa

/// The one owner of an open ALSA playback device (`snd_pcm_t`). Nothing here allocates, so that the sound thread may call
/// it; errors are ALSA's codes, below 0.
struct Pcm: ~Copyable {
  let layout: PcmLayout
  private var handle: OpaquePointer { layout.handle }

  init(_ layout: PcmLayout) { self.layout = layout }

  deinit { snd_pcm_close(layout.handle) }

  /// Waits until a block fits into the buffer: 1 when it does, 0 when `milliseconds` are over. `snd_pcm_wait`
  borrowing func waitForRoom(milliseconds: Int32) -> Int32 { snd_pcm_wait(handle, milliseconds) }

  /// Frames that fit into the buffer. `snd_pcm_avail_update`
  borrowing func room() -> Int { snd_pcm_avail_update(handle) }

  /// Puts frames into the buffer and says how many. `snd_pcm_writei`
  borrowing func write(_ samples: UnsafeRawPointer, frames: Int) -> Int {
    snd_pcm_writei(handle, samples, snd_pcm_uframes_t(frames))
  }

  /// Frames that are in the buffer, or on their way behind it. `snd_pcm_delay`
  borrowing func delay() -> Int {
    var frames: snd_pcm_sframes_t = 0
    return snd_pcm_delay(handle, &frames) < 0 ? 0 : max(0, frames)
  }

  borrowing func isRunning() -> Bool { snd_pcm_state(handle) == SND_PCM_STATE_RUNNING }

  /// Sets a device going again that ran dry or was asleep. `snd_pcm_recover`
  borrowing func recover(from code: Int32) -> Int32 { snd_pcm_recover(handle, code, 1) }

  /// Forgets what is in the buffer. `snd_pcm_drop`
  borrowing func drop() { snd_pcm_drop(handle) }

  /// Waits until the buffer was heard. `snd_pcm_drain`
  borrowing func drain() -> Int32 { snd_pcm_drain(handle) }
}
