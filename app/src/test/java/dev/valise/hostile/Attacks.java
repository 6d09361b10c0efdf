package dev.valise.hostile;

import java.util.List;
import java.util.stream.Stream;

/** All attacks there are. */
final class Attacks {
  private Attacks() {}

  static List<Attack> all() {
    return Stream.<List<Attack>>of(
            List.of(
                new Takeover("take over another browser", false),
                new Takeover("take over another browser, past the proxy", true)),
            FileShown.all(),
            List.of(new ProcessesShown()),
            Download.all(),
            Upload.all(),
            List.of(
                new PublicSite("198.51.100.7", "/public-address"),
                new PublicSite("public.test", "/public-name")),
            Navigation.all(),
            FromPage.all(),
            NativeCode.all(),
            List.of(
                new Rebinding(),
                new ForeignProxy("http", Internet.HTTP_PORT),
                new ForeignProxy("socks5", Internet.SOCKS_PORT),
                new OwnAddress(),
                new OwnLookup(),
                new OwnDatagrams(),
                new OpenedPort()))
        .flatMap(List::stream)
        .toList();
  }
}
