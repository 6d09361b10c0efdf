package dev.valise.session;

import dev.valise.cdp.DevToolsEndpoint;
import java.io.IOException;
import java.util.Optional;

/**
 * Who may speak DevTools to which browser, for whoever passes a client's connection on.
 *
 * <p>Thread-safe. A DevTools client carries its credential in the URL, because neither Playwright
 * nor Puppeteer sends a header when it connects.
 */
public interface CdpAccess {

  /**
   * Judges a client that names a session and shows a token.
   *
   * @return empty when there is no such running session or the token is not its own; the two are
   *     not told apart, so that nobody can guess which sessions exist
   */
  Optional<Grant> admit(String session, String token);

  /** A judged client's right to one browser. */
  interface Grant {

    /**
     * The browser-level endpoint of the Chromium that runs now. Waits, bounded, while the browser
     * is being restarted; it may differ from call to call.
     *
     * @throws IOException when the session ends meanwhile or its browser does not come back
     */
    DevToolsEndpoint devTools() throws IOException;

    /**
     * The endpoint of the browser that takes the place of one which took no connection, because it
     * has just been told to end. Waits, bounded.
     *
     * @param refused as {@link #devTools} gave it
     * @throws IOException when that browser does not end, or none comes in its place
     */
    DevToolsEndpoint devToolsAfter(DevToolsEndpoint refused) throws IOException;

    /**
     * Counts an open client, which keeps the session from timing out.
     *
     * @param hangUp called once, from any thread, when the session ends before the client leaves;
     *     it must not block for long and may be called before this method returns
     */
    Attachment attach(Runnable hangUp);
  }

  /**
   * An open client; closing it twice is harmless. Closing must not block, even while {@code hangUp}
   * runs: the thread that closes is often the one that moves all clients' bytes.
   */
  interface Attachment extends AutoCloseable {
    @Override
    void close();
  }
}
