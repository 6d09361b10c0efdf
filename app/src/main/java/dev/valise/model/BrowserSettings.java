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
 */
public record BrowserSettings(
    boolean headless,
    boolean kioskMode,
    Optional<Viewport> viewport,
    Optional<String> startUrl,
    Optional<Integer> checkpointSeconds) {

  /** Without checkpoints. */
  public BrowserSettings(
      boolean headless, boolean kioskMode, Optional<Viewport> viewport, Optional<String> startUrl) {
    this(headless, kioskMode, viewport, startUrl, Optional.empty());
  }

  /** As a time. */
  public Optional<Duration> checkpointEvery() {
    return checkpointSeconds.map(Duration::ofSeconds);
  }

  public BrowserSettings withHeadless(boolean got) {
    return new BrowserSettings(got, kioskMode, viewport, startUrl, checkpointSeconds);
  }

  /**
   * @param width in CSS pixels
   * @param height in CSS pixels
   */
  public record Viewport(int width, int height) {}
}
