package dev.valise.state;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An origin on the web, as Chromium writes it: {@code https://example.com}, with a port if it is
 * not the scheme's own. Ordered as text.
 *
 * @param text scheme http or https, host in lower case, at most 300 characters
 */
public record WebOrigin(String text) implements Comparable<WebOrigin> {

  /** A host name has at most 253 characters; what a URL may hold besides letters is allowed too. */
  private static final Pattern FORM =
      Pattern.compile(
          "https?://([a-z0-9._~!$&'()*+,;=%-]{1,255}|\\[[0-9a-f:.]{2,45}])(:\\d{1,5})?");

  private static final Comparator<WebOrigin> ORDER = Comparator.comparing(WebOrigin::text);

  /**
   * @throws IllegalArgumentException when the text is of another form
   */
  public WebOrigin {
    if (!isWebOrigin(text)) {
      throw new IllegalArgumentException("no web origin");
    }
  }

  static boolean isWebOrigin(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(WebOrigin other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text;
  }
}
