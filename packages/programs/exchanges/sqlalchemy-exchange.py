"""sqlalchemy: the ORM over sqlite, from several threads, with a relation, a constraint that fails, and events."""
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import ForeignKey, create_engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = 'users'
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    orders: Mapped[list['Order']] = relationship(back_populates='user', cascade='all, delete-orphan')


class Order(Base):
    __tablename__ = 'orders'
    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey('users.id'))
    user: Mapped[User] = relationship(back_populates='orders')


with tempfile.TemporaryDirectory() as folder:
    engine = create_engine(f'sqlite:///{os.path.join(folder, "db")}')
    statements = []
    event.listen(engine, 'before_cursor_execute', lambda conn, cursor, statement, *rest: statements.append(statement.split()[0]))
    Base.metadata.create_all(engine)

    def add(name):
        with Session(engine) as session:
            session.add(User(name=name, orders=[Order(item=f'{name}{n}') for n in range(2)]))
            session.commit()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(add, ['ann', 'bob', 'eve']))
    with Session(engine) as session:
        query = select(User.name, func.count(Order.id)).join(User.orders).group_by(User.name).order_by(User.name)
        print(session.execute(query).all())
        session.delete(session.scalars(select(User).where(User.name == 'bob')).one())
        session.commit()
        print(sorted(order.item for order in session.scalars(select(Order))))
    try:
        add('ann')
    except IntegrityError as error:
        print(error.orig)
    print(statements.count('INSERT') > 5)
    engine.dispose()
