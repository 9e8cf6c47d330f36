/** The packages that are installed, each with what else it is asked for. Its exchange is `exchanges/NAME-exchange.py`. */
export interface Program {
  readonly name: string;
  /** What pip is asked to install. */
  readonly requirements: readonly string[];
}

const REQUIREMENTS: Readonly<Record<string, readonly string[]>> = {
  requests: ['requests'],
  httpx: ['httpx[http2]'],
  aiohttp: ['aiohttp'],
  websockets: ['websockets'],
  redis: ['redis'],
  pymysql: ['pymysql'],
  pg8000: ['pg8000'],
  'paho-mqtt': ['paho-mqtt'],
  pika: ['pika'],
  dnspython: ['dnspython'],
  django: ['django'],
  starlette: ['starlette', 'uvicorn'],
  fastapi: ['fastapi', 'uvicorn', 'websockets'],
  uvicorn: ['uvicorn'],
  hypercorn: ['hypercorn'],
  anyio: ['anyio'],
  trio: ['trio'],
  scapy: ['scapy'],
  boto3: ['boto3'],
  celery: ['celery'],
  sqlalchemy: ['sqlalchemy'],
  openai: ['openai'],
  anthropic: ['anthropic'],
  pydantic: ['pydantic'],
  msgpack: ['msgpack'],
  setuptools: ['setuptools', 'packaging', 'pip'],
  virtualenv: ['virtualenv'],
  // A newer one wants psutil, which has no wheel for this interpreter.
  ipython: ['ipython<9'],
};

export const PROGRAMS: readonly Program[] = Object.entries(REQUIREMENTS).map(([name, requirements]) => ({
  name,
  requirements,
}));
