package dev.valise.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Code of the attacker's in a browser that was taken over, with all that the main process of the
 * browser may do: a program in Chromium's place leaves a shell behind that takes orders, and
 * becomes Chromium.
 *
 * @param profile the user-data-dir, where its pipes are
 */
record Implant(Path profile) {

  /** The page with which the one browser is started that has it. */
  static final String PAGE = "about:blank#taken-over";

  private static final int LIMIT_SECONDS = 20;

  /** Makes the program, in a folder that every user may read. */
  static Path program(Path folder) throws IOException {
    Path program = Files.createDirectory(folder.resolve("browser")).resolve("chromium");
    Files.writeString(
        program,
        """
        #!/bin/sh
        for argument; do
          case $argument in
            --user-data-dir=*) profile=${argument#*=};;
            %s) taken=over;;
          esac
        done
        if [ -n "$taken" ]; then
          export profile
            mkfifo "$profile/orders" "$profile/answers"
          # Open for both, so that there is always a next order to wait for.
          while read -r order <&3; do
            sh -c "$order" >"$profile/answers" 2>&1 3<&-
          done 3<>"$profile/orders" &
        fi
        exec chromium "$@"
        """
            .formatted(PAGE));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  /** Runs a line of shell there, where {@code $profile} is. Returns what it writes. */
  String run(String order) {
    // A pipe is opened by both sides or by none, so that neither thread may wait for the other.
    var answer = new CompletableFuture<String>();
    inBackground(() -> Files.writeString(profile.resolve("orders"), order + "\n"), answer);
    inBackground(
        () -> answer.complete(Files.readString(profile.resolve("answers"), ISO_8859_1)), answer);
    return answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void inBackground(Step step, CompletableFuture<?> result) {
    var _ =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                step.run();
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            });
  }
}
