package dev.valise.chromium.isolation;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A room for one browser. Thread-safe; one browser is started in it, once.
 *
 * <p>The browser goes on when the server dies, so that its state can be saved; who opened the room
 * ends all processes in it before closing it.
 */
public interface Room extends OccupiedRoom {

  /**
   * Starts the browser.
   *
   * @param arguments of the browser, with paths and ports of its {@link #layout}
   * @param environment all that the browser is to see beside its folders
   * @return what stands for the browser: it ends with the browser, with the same exit code; its
   *     output is the browser's, standard error included
   */
  Process start(List<String> arguments, Map<String, String> environment) throws IOException;

  /** Where things are for the browser. */
  default RoomLayout layout() {
    return RoomLayout.OF_NAMESPACES;
  }

  /**
   * The user id that the processes of this room have and no others: what tells them in a room
   * without namespaces. Empty where it is the server's.
   */
  default OptionalInt user() {
    return OptionalInt.empty();
  }
}
