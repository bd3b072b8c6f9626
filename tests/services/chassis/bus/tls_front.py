"""Run as a program: takes TLS on a port of its own choice and passes it on to a plain RabbitMQ. Prints the port.

`python tls_front.py CERTIFICATE KEY BROKER_HOST BROKER_PORT`
"""

import asyncio
import contextlib
import ssl
import sys


async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
    target.close()


async def main(certificate: str, key: str, host: str, port: str) -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_broker, to_broker = await asyncio.open_connection(host, int(port))
        await asyncio.gather(pass_on(reader, to_broker), pass_on(from_broker, writer))

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  # how a program answers
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
