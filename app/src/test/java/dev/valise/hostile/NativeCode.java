package dev.valise.hostile;

import dev.valise.chromium.isolation.Tier;
import java.nio.file.Files;
import java.util.List;

/**
 * What a browser tries that was taken over.
 *
 * @param order a line of shell
 * @param got whether the answer, or the scene, shows that it has it
 * @param byLandlock whether that tier promises that it has not
 */
record NativeCode(String name, Place<String> order, Shown got, boolean byLandlock)
    implements Attack {

  /** What an answer shows. */
  @FunctionalInterface
  interface Shown {
    boolean by(String answer, Scene scene) throws Exception;
  }

  static List<Attack> all() {
    return List.of(
        new NativeCode(
            "environments of other processes",
            scene -> search("environ", "DB_PASSWORD=" + scene.secret()),
            (answer, _) -> answer.lines().anyMatch(line -> line.endsWith("environ")),
            true),
        new NativeCode(
            "arguments of other processes",
            // Not what the search itself has in its arguments.
            _ -> search("cmdline", "[d]ev.valise.Main"),
            (answer, _) -> answer.lines().anyMatch(line -> line.endsWith("cmdline")),
            false),
        new NativeCode(
            "memory of the server",
            scene -> "cat /proc/%d/maps".formatted(scene.server().pid()),
            (answer, _) -> answer.contains("libjvm.so"),
            true),
        new NativeCode(
            "open files of the server",
            scene -> "readlink /proc/%d/fd/*".formatted(scene.server().pid()),
            (answer, _) -> answer.contains("catalog.db"),
            true),
        new NativeCode(
            "a signal to the server",
            scene -> "kill -0 %d && echo sent".formatted(scene.server().pid()),
            (answer, _) -> answer.contains("sent"),
            true),
        new NativeCode(
            "a file in another profile, from the shell",
            scene -> "cat '%s/Default/notes.txt'".formatted(scene.victim().folder()),
            (answer, scene) -> answer.contains(scene.secret()),
            true),
        new NativeCode(
            "a second name for another profile's file",
            scene ->
                "ln '%s/Default/notes.txt' '%s/stolen' && echo linked"
                    .formatted(scene.victim().folder(), scene.home()),
            (_, scene) -> Files.exists(scene.home().resolve("stolen")),
            true),
        new NativeCode(
            "a file in a folder that all may write to, from the shell",
            scene -> "echo x >'%s/written'".formatted(scene.open()),
            (_, scene) -> Files.exists(scene.open().resolve("written")),
            true),
        new NativeCode(
            "a connection to a private address",
            _ -> get(Internet.PRIVATE, Internet.HTTP_PORT, "/from-a-shell"),
            (_, scene) -> scene.arrivals().include(it -> it.request().contains("/from-a-shell ")),
            true));
  }

  /** In that file of any process; what it is about is not shown, which may be anybody's. */
  private static String search(String file, String text) {
    return "grep --files-with-matches --text '%s' /proc/[0-9]*/%s".formatted(text, file);
  }

  /** With the answer, before which the request has arrived. */
  private static String get(String host, int port, String path) {
    return "bash -c 'exec 3<>/dev/tcp/%s/%d; printf \"GET %s HTTP/1.0\\n\\n\" >&3; cat <&3'"
        .formatted(host, port, path);
  }

  @Override
  public boolean isStoppedAt(Tier tier) {
    return tier == Tier.LANDLOCK ? byLandlock : tier != Tier.NONE;
  }

  @Override
  public Outcome attempt(Scene scene) throws Exception {
    String answer = scene.implant().run(order.in(scene));
    return Outcome.of(got.by(answer, scene), answer);
  }
}
