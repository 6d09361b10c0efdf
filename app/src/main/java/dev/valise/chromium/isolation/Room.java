package dev.valise.chromium.isolation;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A room for one browser, made before it is known which one. Thread-safe; one browser is started in
 * it, once.
 *
 * <p>The browser goes on when the server dies, so that its state can be saved; who opened the room
 * ends all processes in it before closing it.
 */
public interface Room extends OccupiedRoom {

  /** Whether a browser can still be started in it: it may have been ended from outside. */
  default boolean isWaiting() {
    return true;
  }

  /**
   * Starts the browser.
   *
   * @param folders become the browser's, until the room is closed
   * @param arguments of the browser, with paths and ports of its {@link #layout}
   * @param environment all that the browser is to see beside its folders
   * @return what stands for the browser: it ends with the browser, with the same exit code; its
   *     output is the browser's, standard error included
   */
  Process start(BrowserFolders folders, List<String> arguments, Map<String, String> environment)
      throws IOException;

  /** Where things are for the browser that gets these folders. */
  default RoomLayout layout(BrowserFolders folders) {
    return RoomLayout.OF_NAMESPACES;
  }

  /**
   * The user id that the processes of this room have and no others: what tells them in a room
   * without namespaces. Empty where it is the server's, and before the browser is started.
   */
  default OptionalInt user() {
    return OptionalInt.empty();
  }
}
