package dev.valise.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a session's browser was asked to be.
 *
 * @param headless what it got: true as well when a window was asked for and there is no display
 * @param viewport the window's size, unless the default is wanted
 * @param startUrl the page to open first
 * @param checkpointSeconds how long after the last checkpoint the next one is made; empty for none
 * @param network that was asked for; empty for what must not be written down, and of sessions of
 *     earlier servers
 */
public record BrowserSettings(
    boolean headless,
    boolean kioskMode,
    Optional<Viewport> viewport,
    Optional<String> startUrl,
    Optional<Integer> checkpointSeconds,
    Optional<NetworkSettings> network) {

  /** Without checkpoints. */
  public BrowserSettings(
      boolean headless, boolean kioskMode, Optional<Viewport> viewport, Optional<String> startUrl) {
    this(headless, kioskMode, viewport, startUrl, Optional.empty(), Optional.empty());
  }

  public BrowserSettings(
      boolean headless,
      boolean kioskMode,
      Optional<Viewport> viewport,
      Optional<String> startUrl,
      Optional<Integer> checkpointSeconds) {
    this(headless, kioskMode, viewport, startUrl, checkpointSeconds, Optional.empty());
  }

  /** As a time. */
  public Optional<Duration> checkpointEvery() {
    return checkpointSeconds.map(Duration::ofSeconds);
  }

  public BrowserSettings withHeadless(boolean got) {
    return new BrowserSettings(got, kioskMode, viewport, startUrl, checkpointSeconds, network);
  }

  public BrowserSettings withNetwork(Optional<NetworkSettings> asked) {
    return new BrowserSettings(headless, kioskMode, viewport, startUrl, checkpointSeconds, asked);
  }

  /**
   * @param width in CSS pixels
   * @param height in CSS pixels
   */
  public record Viewport(int width, int height) {}
}
