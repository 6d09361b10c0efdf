package dev.valise.model;

import java.util.Optional;

/**
 * How a session's browser was asked to be.
 *
 * @param headless what it got: true as well when a window was asked for and there is no display
 * @param viewport the window's size, unless the default is wanted
 * @param startUrl the page to open first
 */
public record BrowserSettings(
    boolean headless, boolean kioskMode, Optional<Viewport> viewport, Optional<String> startUrl) {

  public BrowserSettings withHeadless(boolean got) {
    return new BrowserSettings(got, kioskMode, viewport, startUrl);
  }

  /**
   * @param width in CSS pixels
   * @param height in CSS pixels
   */
  public record Viewport(int width, int height) {}
}
