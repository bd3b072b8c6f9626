"""Calls and events over RabbitMQ. Each module says what it saves compared with py-amqp or kombu."""
