package dev.valise.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes folders and a file under the umask that its process was started with, and tells modes. */
final class MakesPrivateFiles {
  private MakesPrivateFiles() {}

  public static void main(String[] arguments) throws IOException {
    Path made = Path.of(arguments[0]);
    PrivateFiles.createFolder(made);
    Path deep = PrivateFiles.createFolder(made.resolve("deep"));
    Path file = deep.resolve("file");
    PrivateFiles.create(file).close();
    for (Path path : new Path[] {made, deep, file}) {
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      System.out.println(made.resolveSibling("").relativize(path) + " " + mode);
    }
  }
}
